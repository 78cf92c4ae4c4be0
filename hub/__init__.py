"""Passerelle: a hub that finds the marchés where a clause sociale d'insertion can be written."""

__version__ = "0.1.0"
