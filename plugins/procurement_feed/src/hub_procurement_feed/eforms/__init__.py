"""eForms: one reader for the UBL tree of TED and for its JSON form inside BOAMP.

Names in the code carry their business term (BT-70); the paths are those of SDK 1.3 to 1.16.
``read(root, draft)`` is the way in.
"""

from hub_procurement_feed.eforms.notice import read

__all__ = ["read"]
