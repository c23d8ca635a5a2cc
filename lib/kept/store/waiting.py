"""How long anybody waits for the database, and what is said when that was not enough."""

from lib.words.language import gettext as _

BUSY_SECONDS = 30  # nine counties that save at once in a province a hundred times this one are through in half of it
CONNECT_SECONDS = 5


def was_busy() -> str:
    """Somebody else used the database for too long."""
    return _("The database was busy for {seconds} seconds; nothing was saved. Try again.").format(seconds=BUSY_SECONDS)


def disk_full() -> str:
    """There is no room to write."""
    return _("The disk is full; nothing was saved. Make room, then try again.")
