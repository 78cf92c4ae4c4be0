"""FINESS, the national file of health and social establishments: its ESAT (category 246) and its
entreprises adaptées (247), read from the flat extracts or from FINESS+."""

from hub_siae_registry.finess.files import read_file
from hub_siae_registry.finess.parse import parse
from hub_siae_registry.finess.read import PRIVACY, Category, is_finess

__all__ = ["PRIVACY", "Category", "is_finess", "parse", "read_file"]
