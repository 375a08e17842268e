"""Editable word lists, read as data."""
