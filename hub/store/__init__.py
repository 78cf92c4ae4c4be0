"""The shared store: SQLModel tables on SQLite or PostgreSQL, one module per noun.

Rows are written in bulk through SQLAlchemy Core; SQLModel classes declare the tables and are
never instantiated on the bulk path (an instance costs fifty times a dict, and validates nothing).
"""
