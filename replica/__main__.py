"""`python -m replica --archive DIR --port N`: serve the replica until it is told to stop."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from replica.faults import SECONDS, Faults
from replica.server import SAMPLE, ReplicaError, print_plants, serve_forever


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 after a signal to stop, 2 with one line on stderr when it cannot run as asked."""
    parser = argparse.ArgumentParser(prog="replica", description="Serve a loopback copy of the source sites.")
    parser.add_argument("--archive", type=Path, default=SAMPLE, help="folder to serve (the bundled sample)")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (a free one)")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="NAME[:RATE]",
        help=f"repeatable; RATE from 0 to 1, of {' and '.join(sorted(SECONDS))} seconds: {', '.join(Faults.names())}",
    )
    parser.add_argument("--plants", action="store_true", help="say what is planted in the sites made up, and stop")
    options = parser.parse_args(argv)
    try:
        if not 0 <= options.port <= 65535:
            raise ReplicaError(f"port {options.port} is not between 0 and 65535; choose another")
        if options.plants:
            print_plants(options.archive)
        else:
            serve_forever(options.archive, options.port, Faults.from_names(options.fault))
    except (ReplicaError, ValueError) as error:
        print(f"replica: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
