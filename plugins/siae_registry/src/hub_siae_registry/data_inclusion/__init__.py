"""data·inclusion: the structures that les-emplois and FINESS publish, in one open weekly file."""
