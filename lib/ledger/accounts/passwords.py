"""Passwords: argon2id by pwdlib, the rules of a new one, and one-time passwords that can be read over the telephone."""

import secrets
from functools import cache

from pwdlib import PasswordHash

from lib.words.language import gettext as _

SHORTEST, LONGEST = 8, 128  # NIST SP 800-63B; the longest bounds the work of one attempt
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are misread or misheard
_OWN_WORDS = ("banyue", "qianxinan", "password", "admin", "office", "lianxihuiyi")

hasher = PasswordHash.recommended()


@cache
def nobodys() -> str:
    """A hash that no password fits: an unknown name must take as long as a wrong password."""
    return hasher.hash(secrets.token_urlsafe(32))


def weak(password: str, login: str) -> str | None:
    """Why a new password is not taken, in a sentence; None when it is."""
    if len(password) < SHORTEST:
        return _("A password has at least {count} characters").format(count=SHORTEST)
    if len(password) > LONGEST:
        return _("A password has at most {count} characters").format(count=LONGEST)
    lower = password.casefold()
    letters = "".join(filter(str.isalpha, lower))  # Office2023! is “office” to whoever tries
    if lower in _common() or letters in (*_OWN_WORDS, login) or len(set(lower)) < 4:
        return _("This password is among the first that strangers try; choose another one")
    return None


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # lists of 100,000 words, for whoever chooses a password

    return frozenset(FREQUENCY_LISTS["passwords"])


def one_time() -> str:
    """Sixteen characters in four groups: 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _each in range(4)) for _group in range(4))
