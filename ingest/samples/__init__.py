"""The fictional documents that show a fresh installation working."""
