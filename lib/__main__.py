"""`python -m lib`: the commands of the office's engineer."""

import gc
import sys

gc.disable()  # while importing: to look through what stays anyway again and again takes a sixth of it

from lib.server.commands import main

gc.enable()

if __name__ == "__main__":
    sys.exit(main())
