"""The vector index: Chroma as derived from the catalog, the exact scan, and whether its files can be trusted."""
