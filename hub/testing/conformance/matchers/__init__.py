"""The laws of a matcher, one a module."""
