"""What an expectation of ours is: a query that returns the rows which should not be there."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["critical", "warning"]


@dataclass(frozen=True)
class Check:
    """One expectation. `failing` selects the offending rows, each complete enough to act on; none means it holds.

    `expects` says in one sentence what should be, and `advice` what to do when it is not.
    """

    name: str
    severity: Severity
    expects: str
    advice: str
    failing: str
