"""大屏: slides for the meeting room, turned by time or by key; the address decides which, of whom and of when."""

from lib import ui

ui.leave_screen()
ui.screen()
