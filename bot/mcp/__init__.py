"""Read-only tools for other programs' models, over the Model Context Protocol."""
