"""Les emplois de l'inclusion: its public list by département, its full list for token holders, and the
ASP files it is made of."""
