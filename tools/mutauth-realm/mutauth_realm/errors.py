"""What can go wrong, each with the exit code of the command."""


class RealmError(Exception):
    """The realm could not be started, found or used; str() is the text for the user."""

    exit_code = 4


class Usage(RealmError):
    """The request itself is wrong."""

    exit_code = 2


class MissingServer(RealmError):
    """A program or module of the realm is not installed; the text names its package."""

    exit_code = 3


class StartFailure(RealmError):
    """A server did not start; the text ends with the tail of its log."""


class NotRunning(RealmError):
    """The folder holds no running realm."""


_KINDS = (RealmError, Usage, MissingServer, StartFailure, NotRunning)
BY_NAME = {kind.__name__: kind for kind in _KINDS}
