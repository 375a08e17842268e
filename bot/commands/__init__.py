"""The commands of `ronghe`, one file a group."""
