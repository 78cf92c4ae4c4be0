"""Le marché de l'inclusion: what the employers sell, by sector."""
