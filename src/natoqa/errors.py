"""The one error that is meant for the person using natoqa."""


class NatoqaError(Exception):
    """Something the caller can put right.

    The message is one line that says what is wrong, with the value, and what
    to do. The CLI prints it as it stands and exits with `exit_code`.

    Args:
        message: The line to show.
        exit_code: What the CLI exits with: 2 for bad input, 1 for a failure.
    """

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class InputError(NatoqaError, ValueError):
    """The question, history or option given cannot be used as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message, exit_code=2)
