"""A visitor without a browser: speaks Streamlit's protobuf over its websocket, as the frontend does, or as a forger."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

LIMIT = 30  # seconds that a run may take
FAULT = 'role="alert"'  # lib.ui.show_fault draws a banner and lets the script end as if all were well
COOKIE = "by_session"


class Visitor:
    """One session on one page; every rerun asks for the same page again, as a click that changes nothing does.

    `token` is that of a sign-in. Of its first run, `opened` is how many bytes the server sent, `charts` how many of
    them each chart took; `session` is Streamlit's name of it, `elements` is what stands on the page, by place, `told`
    are the kinds of messages that came.
    """

    def __init__(
        self, port: int, page: str = "", query: str = "", *, token: str = "", origin: str = "", strict: bool = True
    ) -> None:
        self._open = ExitStack()
        self._socket = self._open.enter_context(
            connect(
                f"ws://127.0.0.1:{port}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit")],
                max_size=None,
                origin=Origin(origin) if origin else None,
                additional_headers={"Cookie": f"{COOKIE}={token}"} if token else None,
            )
        )
        self._arrived = 0
        self._take, self._socket.protocol.receive_data = self._socket.protocol.receive_data, self._count
        self._page, self._query, self._strict = page, query, strict
        self.page_hash = self.session = self._fragment = ""
        self._part = False
        self._known: dict[str, ForwardMsg] = {}
        self.elements: dict[tuple[int, ...], Element] = {}
        self.told: set[str] = set()
        self.opened = self.rerun()
        self.charts = [one.vega_lite_chart.ByteSize() for one in self._with("vega_lite_chart")]

    def rerun(self, *states: WidgetState, **more: str) -> int:
        """Run the page's script to its end; how many bytes the server sent, as they come over the line, compressed.

        `states` are widgets with new values.
        """
        return self._until_its_end(self._wish(states, more))

    def tick(self) -> int:
        """What the browser asks when the timer of the page's last fragment is up: the fragment alone."""
        wish = self._wish((), {"fragment_id": self._fragment})
        wish.rerun_script.is_auto_rerun = True
        return self._until_its_end(wish)

    def press(self, key: str) -> int:
        """Press the button with this key."""
        return self.rerun(pressed(next(one for one in self.widgets("button") if one.id.endswith(f"-{key}"))))

    def _until_its_end(self, wish: BackMsg) -> int:
        self._part = bool(wish.rerun_script.fragment_id)  # a fragment's run leaves the rest of the page as it is
        before = self._arrived
        self.send(wish)
        while not self._ends(ForwardMsg.FromString(self._socket.recv(timeout=LIMIT))):
            pass
        return self._arrived - before

    def _count(self, content: bytes) -> None:
        self._arrived += len(content)
        self._take(content)

    def send(self, message: BackMsg) -> None:
        """Send anything at all."""
        self._socket.send(message.SerializeToString())

    def answer(self, kind: str) -> Any:
        """Wait for a message of this kind; what it holds."""
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=LIMIT))
            if message.WhichOneof("type") == kind:
                return getattr(message, kind)

    def widgets(self, *kinds: str) -> list[Any]:
        """The buttons, text inputs, … on the page, by the names that the protocol gives them."""
        return [getattr(one, kind) for kind in kinds for one in self._with(kind)]

    def widget(self, kind: str, label: str) -> Any:
        """The one of this kind whose label begins so."""
        return next(one for one in self.widgets(kind) if one.label.startswith(label))

    @property
    def text(self) -> str:
        """All markup on the page."""
        return "\n".join(one.html.body for one in self._with("html") if "<style" not in one.html.body)

    def close(self) -> None:
        """Leave the page."""
        self._open.close()

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _with(self, kind: str) -> Iterator[Element]:
        return (one for one in self.elements.values() if one.WhichOneof("type") == kind)

    def _wish(self, states: tuple[WidgetState, ...], more: dict[str, str]) -> BackMsg:
        """The first run names the page, all others its hash; large elements that are known come as references."""
        wish = BackMsg()
        wish.rerun_script.query_string = self._query
        wish.rerun_script.page_name = "" if self.page_hash else self._page
        wish.rerun_script.page_script_hash = self.page_hash
        wish.rerun_script.cached_message_hashes.extend(self._known)
        wish.rerun_script.widget_states.widgets.extend(states)
        for name, value in more.items():
            setattr(wish.rerun_script, name, value)
        return wish

    def _ends(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        self.told.add(str(kind))
        if kind == "ref_hash":
            known = self._known[message.ref_hash]
            self._put(message, known.delta)
        elif kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
            if not self._part:
                self.elements.clear()
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
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
            self._known[message.hash] = message
        self._put(message, message.delta)

    def _put(self, message: ForwardMsg, delta: Any) -> None:
        """A place that is drawn twice holds what was drawn last."""
        if not delta.HasField("new_element"):
            return
        element = delta.new_element
        self.elements[tuple(message.metadata.delta_path)] = element
        if self._strict and (element.HasField("exception") or FAULT in element.html.body):
            raise RuntimeError(f"{self._page or 'the page'} shows a fault: {element}")


def pressed(button: Any) -> WidgetState:
    """A click on a button."""
    return WidgetState(id=button.id, trigger_value=True)


def typed(widget: Any, text: str) -> WidgetState:
    """A text, or the label of a choice, in an input, a select or a grid."""
    return WidgetState(id=widget.id, string_value=text)


def _must_succeed(message: ForwardMsg) -> None:
    if message.script_finished not in (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY):
        name = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
        raise RuntimeError(f"the run ended with {name}")
