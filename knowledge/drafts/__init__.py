"""Somebody's own text held against the library: what it quotes, names and refers to. No model is involved."""
