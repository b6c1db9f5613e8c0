"""Logs of programs, told in one line."""


def gist(text: str) -> str:
    """The last line that names an error, else the last line; empty where there is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "Error" in line or "Exception" in line]
    return next(iter([*errors[-1:], *lines[-1:]]), "")
