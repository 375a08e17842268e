"""Source files to documents, passages and problems; pure but for `sources`."""
