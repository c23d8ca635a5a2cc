"""Streamlit's own guards against pages of other sites, without which the server does not start."""

import streamlit as st

from lib.words.errors import Refusal
from lib.words.language import gettext as _

GUARDS = ("server.enableXsrfProtection", "server.enableCORS")


def need_protection() -> None:
    """Raises Refusal where one of them is switched off, by .streamlit/config.toml, the environment or the command."""
    if switched_off := [option for option in GUARDS if not st.get_option(option)]:
        refusal = _("{options} is switched off, so that any site could act in a visitor's name; take that setting back")
        raise Refusal(refusal.format(options=_(", ").join(switched_off)))
