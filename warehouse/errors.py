"""The one error that is meant for people."""


class WpsError(Exception):
    """Its message is one line for people: what was seen, what was expected, what to do."""
