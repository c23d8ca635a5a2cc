"""What is drawn once for all runs is what each run would draw."""

import pandas as pd
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

from lib.show.look import TONES
from lib.ui.drawing import _drawn, _Rows
from lib.words.lights import Light

ROWS = pd.DataFrame(
    {"县": ["甲", "乙", "丙"], "状态": ["■ 滞后", "● 正常", "—"], "进度": ["1%", "2%", "—"], "近": [[1.0]] * 3}
)
LIGHTS = (Light.FAR_BEHIND, Light.ON_SCHEDULE, None)


def sent(styled) -> bytes:
    message = ArrowData()
    marshall_styler(message, styled, "by")
    return message.SerializeToString(deterministic=True)


def test_table_of_states_is_styled_once_and_as_pandas_does_it():
    drawn = _drawn(_Rows(ROWS, LIGHTS))
    tones = [TONES[light] if light else None for light in LIGHTS]
    styles = [f"background-color: {tone.tint}; color: {tone.ink}; font-weight: 600" if tone else "" for tone in tones]
    fresh = ROWS.style.apply(lambda _column: styles, subset=["状态"]).set_uuid("by")
    assert sent(drawn.styled) == sent(drawn.styled) == sent(fresh)
    assert _drawn(_Rows(ROWS, LIGHTS)) is drawn


def test_rows_that_were_made_anew_are_drawn_anew():
    drawn, other = (_drawn(_Rows(rows, LIGHTS)) for rows in (ROWS, ROWS.assign(进度=["3%", "2%", "—"])))
    assert other is not drawn and "3%" in other.paper and "3%" not in drawn.paper
