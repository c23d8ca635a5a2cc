"""Whether this machine draws Chinese. Run as a program, in a process of its own, it imports nothing of lib.

The engine takes 30 MB as soon as it is asked; a server that draws no picture keeps them free.
"""

import sys
from pathlib import Path


def distinguished(families: str, brought: Path) -> bool:
    """Whether two characters look different: without a font for them both are the same empty box."""
    import vl_convert  # not in the process that only asks

    if brought.is_dir():
        vl_convert.register_font_directory(str(brought))
    first, second = (vl_convert.svg_to_png(_svg(character, families)) for character in "州县")
    return bool(first != second)


def _svg(character: str, families: str) -> str:
    text = f'<text x="4" y="24" font-size="24" font-family="{families}">{character}</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">{text}</svg>'


if __name__ == "__main__":
    print(distinguished(sys.argv[1], Path(sys.argv[2])))
