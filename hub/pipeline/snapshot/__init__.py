"""Snapshots: who is no longer listed, who is no longer active, and when not to believe it.

A registry that is read whole says something by what it leaves out. But a file cut short, a source that
drops a kind (les-emplois and the EA, on 11 May 2026) or conventions renewed late (each January) leave out
hundreds who are still there. So nobody is closed unless the part of the snapshot was read to its end, and
a drop too large to be true waits for a person.
"""

from hub.pipeline.snapshot.accept import accept
from hub.pipeline.snapshot.changes import Author
from hub.pipeline.snapshot.conclude import conclude
from hub.pipeline.snapshot.guard import Suspicious
from hub.pipeline.snapshot.introduce import introduce
from hub.pipeline.snapshot.reading import Reading

__all__ = ["Author", "Reading", "Suspicious", "accept", "conclude", "introduce"]
