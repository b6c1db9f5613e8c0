"""The one error that is meant for people."""


class WpsError(Exception):
    """Its message is one line for people: what was seen, what was expected, what to do.

    `runbook` names the section of docs/runbooks that has more to say, such as `warehouse.md#gate_raw`.
    """

    def __init__(self, message: str = "", runbook: str | None = None) -> None:
        super().__init__(message)
        self.runbook = runbook
