"""Practices and formulas: cards, how they are found, and what is written from them: packs, plans, learning paths."""
