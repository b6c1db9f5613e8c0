"""Write a random value for each name of .env.example that .env lacks; what is set stays. Any Python 3 runs this.

Usage: make_secrets.py [folder of .env.example and .env]
"""

import base64
import os
import re
import secrets
import sys
from pathlib import Path

_NAMED = re.compile(r"^([A-Z_]+)=", re.MULTILINE)
_SET = re.compile(r"^([A-Z_]+)=.*\S", re.MULTILINE)


def main(folder: Path) -> str:
    """Fill .env, readable by its owner alone. Returns what was done, in a line without any value."""
    file = folder / ".env"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    lacking = [
        name
        for name in _NAMED.findall((folder / ".env.example").read_text(encoding="utf-8"))
        if name not in _SET.findall(text)
    ]
    if not lacking:
        return f"{file} has every secret already; nothing changed"
    for name in lacking:
        text = re.sub(rf"^{name}=\s*?(\n|\Z)", "", text, flags=re.MULTILINE)
    text += "\n" if text and not text.endswith("\n") else ""
    # 32 bytes in URL-safe base64 suit every one of them: Airflow's Fernet key must be just that.
    text += "".join(f"{name}={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}\n" for name in lacking)
    fresh = file.with_name(".env.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    fresh.replace(file)
    return f"wrote {', '.join(lacking)} to {file}"


if __name__ == "__main__":
    print(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1]))
