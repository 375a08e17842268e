"""A home kept in order: checked, backed up, purged, indexed anew."""
