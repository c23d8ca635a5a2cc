"""Why a host did not answer, as a sentence: what Python and the system say of it is English, or holds an address."""

import http.client
import logging
import socket
import ssl

from lib.words.language import gettext as _

log = logging.getLogger("banyue")


def unanswered(error: BaseException) -> str:
    """What keeps a host from answering, in words; of what has none the number of the system, never an address."""
    reason = getattr(error, "reason", None)
    cause = reason if isinstance(reason, BaseException) else error
    number = getattr(cause, "errno", None)
    log.info("no answer: %s, number %s", type(cause).__name__, number)
    if isinstance(cause, TimeoutError):
        return _("nothing came in time")
    if isinstance(cause, ConnectionRefusedError):
        return _("nothing listens at this port")
    if isinstance(cause, socket.gaierror):
        return _("no host of this name is found")
    if isinstance(cause, ssl.SSLError):
        return _of_encryption(cause)
    if isinstance(cause, ConnectionError):
        return _("the connection was broken off")
    if isinstance(cause, http.client.HTTPException):
        return _("its answer is none of a web server")
    return _("error of the network {number}").format(number=number or "—")


def _of_encryption(cause: ssl.SSLError) -> str:
    """OpenSSL numbers what is wrong with a certificate (openssl-verification-options(1), X509_V_ERR_…)."""
    log.info("no answer: TLS says %s %s", getattr(cause, "reason", ""), getattr(cause, "verify_message", ""))
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return _("no encryption comes about with it; see port and kind of encryption")
    code = cause.verify_code
    if code in (9, 10):
        return _("its certificate is out of date, or the clock of one of the two machines is wrong")
    if code in (62, 63, 64):
        return _("its certificate is one of another host; write the name that stands in it")
    return _("its certificate is vouched for by nobody whom this machine trusts")
