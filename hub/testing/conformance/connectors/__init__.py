"""The laws of a connector, one a module."""
