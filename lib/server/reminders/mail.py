"""Reminders by mail: a connection with TLS and a mail for each recipient."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from lib.server.reminders.robots import ANSWER_SECONDS, NotSent
from lib.words.kept_sentences import Sentence
from lib.words.language import N_
from lib.words.reminding import Reminders, secret
from lib.words.unanswered import unanswered


def mail(plan: Reminders, to: str, subject: str, text: str) -> str:
    """Send one mail to one address; what the host answered. Raises NotSent."""
    try:
        host = _connected(plan)
        try:
            if plan.mail_user:
                host.login(plan.mail_user, _password(plan))
            host.send_message(letter(plan.mail_from, to, subject, text))
        finally:
            with suppress(smtplib.SMTPException, OSError):  # what is said at parting changes nothing
                host.quit()
            host.close()
    except smtplib.SMTPException as error:
        raise NotSent(_refused(error)) from None
    except UnicodeError:  # user and password go out in ASCII
        raise NotSent(
            Sentence(N_("Mail user, password and addresses are written in letters and digits without accents"))
        ) from None
    except OSError as error:
        raise NotSent(Sentence(N_("No answer: {reason}"), reason=_why(error))) from None
    return Sentence(N_("taken by the mail host"))


def _refused(error: smtplib.SMTPException) -> str:
    """What the mail host refused, with its own number and words where it has any."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Sentence(
            N_("The mail host offers no encryption or no sign-in at this port; see mail_port and mail_security")
        )
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return Sentence(N_("The mail host does not take this address: {said}"), said=_words(code, words))
    if not isinstance(error, smtplib.SMTPResponseException):
        return Sentence(N_("No answer: {reason}"), reason=Sentence(N_("the connection was broken off")))
    said = _words(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Sentence(N_("The mail host lets nobody in ({said}); see mail_user and mail_password"), said=said)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Sentence(N_("The mail host takes nothing from mail_from: {said}"), said=said)
    return Sentence(N_("The mail host refuses: {said}"), said=said)


def _why(error: OSError) -> str:
    reason = unanswered(error)
    if not isinstance(error, ssl.SSLCertVerificationError):
        return reason
    return Sentence(N_("{said}; name the file of its authority in mail_ca"), said=reason)


def _words(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def _connected(plan: Reminders) -> smtplib.SMTP:
    trusted = ssl.create_default_context(cafile=plan.mail_ca or None)
    if plan.mail_security == "tls":
        return smtplib.SMTP_SSL(plan.mail_host, plan.mail_port, timeout=ANSWER_SECONDS, context=trusted)
    host = smtplib.SMTP(plan.mail_host, plan.mail_port, timeout=ANSWER_SECONDS)
    try:
        host.starttls(context=trusted)
    except BaseException:  # the caller closes only what it was given
        host.close()
        raise
    return host


def _password(plan: Reminders) -> str:
    if password := secret(plan.mail_password):
        return password
    raise NotSent(Sentence(N_("reminders.mail_password is empty, or the environment does not hold it")))


def letter(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """One mail, as it goes out."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office notes come back
    message.set_content(text)
    return message
