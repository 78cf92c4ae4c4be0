"""TED: the notices of the OJ S, from daily packages, the search API or files."""
