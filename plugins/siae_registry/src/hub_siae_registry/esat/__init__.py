"""The ESAT: FINESS category 246, and the official list with their authorised capacity."""
