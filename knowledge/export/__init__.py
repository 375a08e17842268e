"""What leaves the program as a file: text in official layout with a table of its quotations, handouts, tables."""
