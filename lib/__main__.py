"""`python -m lib`: the commands of the office's engineer."""

import sys

from lib.server.commands import main

if __name__ == "__main__":
    sys.exit(main())
