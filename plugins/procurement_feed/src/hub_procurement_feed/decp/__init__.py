"""DECP: the essential data that buyers publish of the contracts they awarded."""
