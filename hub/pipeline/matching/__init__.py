"""Lots and the inclusive employers who could do them: trade, place, kind, capacity, each with its reason.

The core (everything but ``stage``, ``employers`` and ``matchers``) is pure: plain data in, plain data out.
"""

from hub.pipeline.matching.advice import Advice, advise
from hub.pipeline.matching.index import EmployerIndex
from hub.pipeline.matching.score import Ranked, rank
from hub.pipeline.matching.views import EmployerView, LotNeed

__all__ = ["Advice", "EmployerIndex", "EmployerView", "LotNeed", "Ranked", "advise", "rank"]
