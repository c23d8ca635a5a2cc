"""What is drawn once for all runs is what each run would draw."""

import pandas as pd
from streamlit.elements.arrow import marshall
from streamlit.proto.ArrowData_pb2 import ArrowData

from lib.show.look import TONES
from lib.ui.picking import _drawn, _Rows
from lib.words.lights import Light

ROWS = pd.DataFrame(
    {"县": ["甲", "乙", "丙"], "状态": ["■ 滞后", "● 正常", "—"], "进度": ["1%", "2%", "—"], "近": [[1.0]] * 3}
)
LIGHTS = {(0, "状态"): Light.FAR_BEHIND, (1, "状态"): Light.ON_SCHEDULE}


def sent(rows) -> ArrowData:
    message = ArrowData()
    marshall(message, rows, "by")
    return message


def test_table_is_made_once_with_its_states_styled_as_pandas_does_it():
    drawn = _drawn(_Rows(ROWS, LIGHTS))
    tones = [TONES[LIGHTS[at, "状态"]] if (at, "状态") in LIGHTS else None for at in range(3)]
    styles = [f"background-color: {tone.tint}; color: {tone.ink}; font-weight: 600" if tone else "" for tone in tones]
    fresh = ROWS.style.apply(lambda _column: styles, subset=["状态"]).set_uuid("by")
    assert drawn.sent == sent(fresh)
    assert _drawn(_Rows(ROWS, LIGHTS)) is drawn


def test_table_without_lights_is_not_styled():
    assert _drawn(_Rows(rows := ROWS.copy(), {})).sent == sent(rows)


def test_rows_that_were_made_anew_are_drawn_anew():
    drawn, other = (_drawn(_Rows(rows, LIGHTS)) for rows in (ROWS, ROWS.assign(进度=["3%", "2%", "—"])))
    assert other is not drawn and "3%" in other.paper and "3%" not in drawn.paper
