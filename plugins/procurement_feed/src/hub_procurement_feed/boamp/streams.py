"""Moved to :mod:`hub_procurement_feed.streams`, which all connectors share."""

from hub_procurement_feed.streams import opened

__all__ = ["opened"]
