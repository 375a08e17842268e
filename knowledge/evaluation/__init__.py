"""Retrieval measured: judged sets in, the usual measures out."""
