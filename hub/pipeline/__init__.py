"""The stages between a source and the review queue, each of which can be run again alone.

``sync`` (fetch → land → parse → upsert) · ``reparse`` · ``consolidate`` · ``assess`` · ``match``.
Each reads the tables that the one before wrote, and writes its own.
"""
