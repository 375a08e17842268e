"""Everything the assistant can do, one module a use case; channels translate to it and from it."""
