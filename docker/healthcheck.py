"""Is this container's part of Airflow healthy? Usage: healthcheck.py metadatabase|scheduler|dag_processor|triggerer.

Asks the API server, which knows each part's last heartbeat: `airflow jobs check` would load all of Airflow, seconds
of a core, in every container every time.
"""

import json
import os
import sys
import urllib.request
from urllib.parse import urljoin


def main(part: str) -> str | None:
    """What is wrong, or None."""
    url = urljoin(os.environ["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"], "/api/v2/monitor/health")
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=8) as answer:
            status = json.load(answer)[part]["status"]
    except (OSError, ValueError, KeyError) as error:
        return f"no word on {part} from {url}: {error!r}"
    return None if status == "healthy" else f"{part} is {status}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
