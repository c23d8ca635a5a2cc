"""Reminders that are sent to whoever has not reported: off unless the office sets them."""

from lib.server.reminders.sending import Outgoing, daily, not_arrived, outgoing, send, sent_lately, unreached

__all__ = ["Outgoing", "daily", "not_arrived", "outgoing", "send", "sent_lately", "unreached"]
