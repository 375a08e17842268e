"""One repair a module, each a pure function over `EditedText`."""
