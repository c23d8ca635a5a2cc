"""How everything looks: the colours (palette), the one style sheet (app.css through `css`), the charts' defaults."""

from lib.look.palette import COUNTIES, FONTS, PALETTE, TONES, Palette, Tone
from lib.look.style import IMAGES, css, icon, vega_config

__all__ = ["COUNTIES", "FONTS", "IMAGES", "PALETTE", "TONES", "Palette", "Tone", "css", "icon", "vega_config"]
