"""TED_EXPORT: the forms of 2014 (F01 to F25, MOVE) and the older ones that stayed for defence.

Schemas R2.0.7 to R2.0.9, until January 2024. ``read(root, draft)`` is the way in.
"""

from hub_procurement_feed.ted.legacy.notice import read

__all__ = ["read"]
