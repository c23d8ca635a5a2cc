"""大屏: what the meeting room is shown, one finding to a slide, in the words and numbers of the boards.

A slide is made from connection, register, half month and unit (the prefecture or one county); the address holds all
that can be chosen (address.py), the page only turns.
"""

from lib.show.screens.address import Asked, asked, written
from lib.show.screens.topics import Page, all_topics, foot_note, pages, slide, turn

__all__ = ["Asked", "Page", "all_topics", "asked", "foot_note", "pages", "slide", "turn", "written"]
