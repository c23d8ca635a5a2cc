"""A document → the bytes of a Word file in the layout of GB/T 9704-2012.

`layout` holds the norm's measures, `parts/` the parts of the file as templates, `file` fills them.
"""

from lib.documents.word.file import archive, write, zipped

__all__ = ["archive", "write", "zipped"]
