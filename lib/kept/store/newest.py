"""The newest revision that this process showed or saved, by database: nobody is shown an older one."""

import sqlalchemy as sa

_newest: dict[str, int] = {}


def note(store: sa.Engine, revision: int) -> None:
    """Remember that this revision was shown, or saved."""
    key = str(store.url)
    _newest[key] = max(revision, _newest.get(key, 0))


def newest(store: sa.Engine) -> int:
    """The newest one."""
    return _newest.get(str(store.url), 0)
