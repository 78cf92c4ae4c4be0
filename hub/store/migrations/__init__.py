"""Alembic migrations of the store, run by ``hub init``."""
