"""One employer from the entries of many registries."""

from hub.pipeline.employers.consolidate import Employers, consolidate_employers
from hub.pipeline.employers.corrections import Correction, correct_employer

__all__ = ["Correction", "Employers", "consolidate_employers", "correct_employer"]
