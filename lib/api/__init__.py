"""Sharing: what the pages show as JSON and CSV under /api/v1, for whoever would otherwise ask for it a second time.

Read only, with the access of the pages (lib.gate stands in front). A resource is described once, in
lib.api.resources: the addresses, what they take, the columns of the CSV and the OpenAPI description all follow.
"""

from lib.api.answers import refused
from lib.api.describe import ROOT
from lib.api.server import routes

__all__ = ["ROOT", "refused", "routes"]
