"""Why a host did not answer, as a sentence: what Python and the system say of it is English, or holds an address."""

import http.client
import socket
import ssl

from lib.words.language import gettext as _


def unanswered(error: BaseException) -> str:
    """What keeps a host from answering, in words; of what has none the number of the system, never an address."""
    reason = getattr(error, "reason", None)
    cause = reason if isinstance(reason, BaseException) else error
    if isinstance(cause, TimeoutError):
        return _("nothing came in time")
    if isinstance(cause, ConnectionRefusedError):
        return _("nothing listens at this port")
    if isinstance(cause, socket.gaierror):
        return _("no host of this name is found")
    if isinstance(cause, ssl.SSLError):
        return _("the encryption or its certificate does not hold: {detail}").format(detail=cause)
    if isinstance(cause, ConnectionError):
        return _("the connection was broken off")
    if isinstance(cause, http.client.HTTPException):
        return _("its answer is none of a web server ({name})").format(name=type(cause).__name__)
    number = getattr(cause, "errno", None)
    return _("error of the network {number}").format(number=number or type(cause).__name__)
