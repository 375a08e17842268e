"""The catalog: the one source of truth, SQLite through SQLAlchemy Core."""
