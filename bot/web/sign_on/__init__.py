"""Signing in with the account of the office: each way is a module, behind what `ways.py` asks of all of them."""
