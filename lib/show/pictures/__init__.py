"""Pictures to hand out: every chart as a page for the projector (PNG, PDF), and the overview as one long image.

A picture carries what a screen shows around it: finding, second line, half month, as of when, and that data are demo.
All is drawn when it is asked for, by vl-convert, without a browser and without the network.
"""

from lib.show.pictures.board_charts import main_pictures, of_board
from lib.show.pictures.files import deck, file_name, zipped
from lib.show.pictures.long_image import overview_image
from lib.show.pictures.page import Picture, page
from lib.show.pictures.render import draws_chinese, font_needed, pdf, png

__all__ = [
    "Picture", "deck", "draws_chinese", "file_name", "font_needed", "main_pictures", "of_board", "overview_image",
    "page", "pdf", "png", "zipped",
]  # fmt: skip
