"""One key of the session is looked up, where Streamlit would gather all of them to look at one."""

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state import SafeSessionState


class _Looked(Mapping[str, Any]):
    """What the session holds, by the keys of widgets and slots; it is gathered only where it is looked through."""

    def __init__(self, state: SafeSessionState, gather: Any) -> None:
        self._state, self._gather = state, gather

    def __getitem__(self, key: str) -> Any:
        return self._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._gather(self._state))

    def __len__(self) -> int:
        return len(self._gather(self._state))


def look_up() -> None:
    """Let fields and selects ask for their own key alone.

    Each of them asks Streamlit for all that the session holds, which it gathers anew: a quarter of a rerun with twenty
    fields. A Streamlit that keeps it in another way stays as it is.
    """
    gathered = vars(SafeSessionState).get("filtered_state")
    gather = getattr(gathered, "fget", None)
    if gather is not None:
        SafeSessionState.filtered_state = property(lambda state: _Looked(state, gather))  # type: ignore[assignment, method-assign]
