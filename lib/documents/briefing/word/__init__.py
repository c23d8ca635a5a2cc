"""A document → the bytes of a Word file in the layout of GB/T 9704-2012.

`layout` holds the norm's measures, `styles` the parts of the file that say how things look, `blocks` paragraphs and
tables, `file` the whole.
"""

from lib.documents.briefing.word.file import write

__all__ = ["write"]
