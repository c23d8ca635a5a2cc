"""Sharing: what the pages show as JSON and CSV under /api/v1, for whoever would otherwise ask for it a second time.

Read only, with the access of the pages (lib.server.gate stands in front). A resource is described once, in
lib.server.api.resources: the addresses, what they take, the columns of the CSV and the OpenAPI description all follow.
"""

from lib.server.api.describe import ROOT
from lib.server.api.front import refused, routes

__all__ = ["ROOT", "refused", "routes"]
