"""Four answers about a marché: what it says, what the law asks, what it could carry, when to act.

Pure: no database, network or clock. ``assess(case, conventions, today)`` is the way in.
"""
