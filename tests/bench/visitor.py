"""A visitor without a browser: speaks Streamlit's protobuf over its websocket, as the frontend does."""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Subprotocol

LIMIT = 30  # seconds that a run may take
FAULT = 'role="alert"'  # lib.ui.show_fault draws a banner and lets the script end as if all were well


class Visitor:
    """One session on one page; every rerun asks for the same page again, as a click that changes nothing does.

    Of its first run, `opened` is how many bytes the server sent, `charts` how many of them each chart took.
    """

    def __init__(self, port: int, page: str = "", query: str = "") -> None:
        self._socket = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None
        )
        self._page, self._query = page, query
        self._page_hash = self._fragment = ""
        self._buttons: list[str] = []
        self._known: set[str] = set()
        self._charts: dict[tuple[int, ...], int] = {}
        self.opened = self.rerun()
        self.charts = list(self._charts.values())

    def rerun(self) -> int:
        """Run the page's script to its end; how many bytes the server sent."""
        return self._ask(self._wish())

    def tick(self) -> int:
        """What the browser asks when the timer of the page's last fragment is up: the fragment alone."""
        wish = self._wish()
        wish.rerun_script.fragment_id, wish.rerun_script.is_auto_rerun = self._fragment, True
        return self._ask(wish)

    def press(self, key: str) -> int:
        """Press the button with this key."""
        wish = self._wish()
        button = next(each for each in self._buttons if each.endswith(f"-{key}"))
        wish.rerun_script.widget_states.widgets.append(WidgetState(id=button, trigger_value=True))
        return self._ask(wish)

    def _ask(self, wish: BackMsg) -> int:
        self._socket.send(wish.SerializeToString())
        count = 0
        while True:
            content = self._socket.recv(timeout=LIMIT)
            count += len(content)
            message = ForwardMsg.FromString(content)
            if self._ends(message):
                return count

    def close(self) -> None:
        """Leave the page."""
        self._socket.close()

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _wish(self) -> BackMsg:
        """The first run names the page, all others its hash; large elements that are known come as references."""
        wish = BackMsg()
        wish.rerun_script.query_string = self._query
        wish.rerun_script.page_name = "" if self._page_hash else self._page
        wish.rerun_script.page_script_hash = self._page_hash
        wish.rerun_script.cached_message_hashes.extend(self._known)
        return wish

    def _ends(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self._fragment = message.auto_rerun.fragment_id
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            self._learn(message)
        elif kind == "script_finished":
            _must_succeed(message)
        elif kind == "page_not_found":
            raise RuntimeError(f"there is no page {self._page}")
        return kind == "script_finished"

    def _learn(self, message: ForwardMsg) -> None:
        if message.metadata.cacheable:
            self._known.add(message.hash)
        element = message.delta.new_element
        if element.HasField("vega_lite_chart"):  # by its place: a place that is drawn twice counts once
            self._charts[tuple(message.metadata.delta_path)] = element.vega_lite_chart.ByteSize()
        if element.HasField("button"):
            self._buttons.append(element.button.id)
        if element.HasField("exception") or FAULT in element.html.body:
            raise RuntimeError(f"{self._page or 'the page'} shows a fault: {element}")


def _must_succeed(message: ForwardMsg) -> None:
    if message.script_finished not in (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY):
        name = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
        raise RuntimeError(f"the run ended with {name}")
