"""Regulations by name and number: references, names, articles, validity, comparison. No model is involved."""
