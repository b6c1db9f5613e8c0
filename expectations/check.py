"""What an expectation of ours is: a query that returns the rows which should not be there."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["critical", "warning"]
LIVE = "raw.live_record('infinity')"
"""The records that hold now, for queries on raw.*."""
CANDIDATE = "marts_candidate"
CURRENT = "marts"
"""The release that readers see. Its views, not its schema: the gate's role may not touch what is published."""


@dataclass(frozen=True)
class Check:
    """One expectation. `failing` selects the offending rows, each complete enough to act on; none means it holds.

    `expects` says in one sentence what should be, and `advice` what to do when it is not. `compares` are the marts of
    the current release that it looks at: where one is not published yet, there is nothing to compare with.
    """

    name: str
    severity: Severity
    expects: str
    advice: str
    failing: str
    compares: tuple[str, ...] = ()
