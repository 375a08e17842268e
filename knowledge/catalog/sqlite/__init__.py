"""All that knows SQLite: its file, its full-text tables, its way to write what SQL leaves open."""
