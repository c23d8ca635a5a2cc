"""Why a host did not answer, as a sentence: what Python and the system say of it is English, or holds an address."""

import http.client
import logging
import socket
import ssl

from lib.words.kept_sentences import Sentence
from lib.words.language import N_

log = logging.getLogger("banyue")


def unanswered(error: BaseException) -> Sentence:
    """What keeps a host from answering, in words; of what has none the number of the system, never an address."""
    reason = getattr(error, "reason", None)
    cause = reason if isinstance(reason, BaseException) else error
    number = getattr(cause, "errno", None)
    log.info("no answer: %s, number %s", type(cause).__name__, number)
    if isinstance(cause, TimeoutError):
        return Sentence(N_("nothing came in time"))
    if isinstance(cause, ConnectionRefusedError):
        return Sentence(N_("nothing listens at this port"))
    if isinstance(cause, socket.gaierror):
        return Sentence(N_("no host of this name is found"))
    if isinstance(cause, ssl.SSLError):
        return _of_encryption(cause)
    if isinstance(cause, ConnectionError):
        return Sentence(N_("the connection was broken off"))
    if isinstance(cause, http.client.HTTPException):
        return Sentence(N_("its answer is none of a web server"))
    return Sentence(N_("error of the network {number}"), number=number or "—")


def _of_encryption(cause: ssl.SSLError) -> Sentence:
    """OpenSSL numbers what is wrong with a certificate (openssl-verification-options(1), X509_V_ERR_…)."""
    log.info("no answer: TLS says %s %s", getattr(cause, "reason", ""), getattr(cause, "verify_message", ""))
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return Sentence(N_("no encryption comes about with it; see port and kind of encryption"))
    code = cause.verify_code
    if code in (9, 10):
        return Sentence(N_("its certificate is out of date, or the clock of one of the two machines is wrong"))
    if code in (62, 63, 64):
        return Sentence(N_("its certificate is one of another host; write the name that stands in it"))
    return Sentence(N_("its certificate is vouched for by nobody whom this machine trusts"))
