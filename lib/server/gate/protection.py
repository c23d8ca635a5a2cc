"""Streamlit's own guards against pages of other sites, without which the server does not start."""

from collections.abc import Callable

from lib.words.errors import Refusal
from lib.words.language import gettext as _

GUARDS = ("server.enableXsrfProtection", "server.enableCORS")


def need_protection(option: Callable[[str], object]) -> None:
    """Raises Refusal where one of them is switched off, by .streamlit/config.toml, the environment or the command.

    `option` tells how a setting of Streamlit stands.
    """
    if switched_off := [name for name in GUARDS if not option(name)]:
        refusal = _("{options} is switched off, so that any site could act in a visitor's name; take that setting back")
        raise Refusal(refusal.format(options=_(", ").join(switched_off)))
