"""The ASP's "fluxIAE" files, weekly and not public: what les-emplois itself is made of."""

from hub_siae_registry.emplois.asp.parse import employers, is_structure
from hub_siae_registry.emplois.asp.read import read
from hub_siae_registry.emplois.asp.view import is_view

__all__ = ["employers", "is_structure", "is_view", "read"]
