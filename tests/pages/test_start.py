"""An office's own database: from nothing to its first board, without the demo's figures."""

from streamlit.testing.v1 import AppTest

from lib import catalogues, store
from lib.half_months import HalfMonth


def shown(app: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in app.main if element.type == "html")
