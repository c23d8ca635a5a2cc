"""What stands between the network and the pages: sign-in, headers, and who may have what from which address."""

from lib.server.gate.cookies import COOKIES, token_of
from lib.server.gate.guard import Guard
from lib.server.gate.headers import Headers
from lib.server.gate.protection import need_protection
from lib.server.gate.signing import routes

__all__ = ["COOKIES", "Guard", "Headers", "need_protection", "routes", "token_of"]
