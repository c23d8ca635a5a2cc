"""The errors that people see. Everything else is a bug: it gets a reference number and a traceback in the log."""

from collections.abc import Mapping


class Refusal(Exception):
    """The wish cannot be fulfilled; the message says what, where and how to mend it, in the reader's language."""


class Mistakes(Refusal):
    """A form cannot be taken as it was filled in: `fields` says of each field how to mend it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("\n".join(fields.values()))
        self.fields = dict(fields)


class SettingsError(Refusal):
    """config.toml has an unknown key or a bad value: stops the start."""


class FileRefused(Refusal):
    """The file as a whole cannot be read as a table."""


class StoreError(Refusal):
    """The database is newer than the program, damaged, full or busy; nothing was saved."""


class Conflict(Refusal):
    """A value is no longer what the preview showed; says who changed it and when."""


class Locked(Refusal):
    """The half month takes no changes: it is closed, not yet open, or unknown."""


class Forbidden(Refusal):
    """This account may not do it, or nobody is signed in; nothing was saved."""
