"""How everything looks: the colours (palette), the one style sheet (app.css through `css`), the charts' defaults."""

from lib.show.look.palette import COUNTIES, FONTS, PALETTE, SLIDE_INKS, SLIDE_MUTED, TONES, Palette, Tone
from lib.show.look.style import AT_MOST, IMAGES, at_most, css, icon, picture, slides_css, vega_config

__all__ = [
    "AT_MOST", "COUNTIES", "FONTS", "IMAGES", "PALETTE", "SLIDE_INKS", "SLIDE_MUTED", "TONES", "Palette", "Tone",
    "at_most", "css", "icon", "picture", "slides_css", "vega_config",
]  # fmt: skip
