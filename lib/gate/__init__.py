"""What stands between the network and the pages: sign-in, headers, and who may have what from which address."""

from lib.gate.cookies import COOKIES, token_of
from lib.gate.guard import Guard
from lib.gate.headers import Headers
from lib.gate.signing import routes

__all__ = ["COOKIES", "Guard", "Headers", "routes", "token_of"]
