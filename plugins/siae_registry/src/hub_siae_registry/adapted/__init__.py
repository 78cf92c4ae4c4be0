"""Entreprises adaptées (EA, EATT): FINESS category 247, and the ASP's EA2 flux."""
