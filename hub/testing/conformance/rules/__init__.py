"""The laws of a rule, one a module."""
