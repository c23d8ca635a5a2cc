"""`python -m lib`: the commands of the office's engineer."""

import sys

from lib.commands import main

if __name__ == "__main__":
    sys.exit(main())
