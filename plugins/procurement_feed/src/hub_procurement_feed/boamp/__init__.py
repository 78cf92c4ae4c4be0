"""BOAMP, the French official bulletin of procurement notices (DILA)."""
