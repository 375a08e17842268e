"""One feature a file; each handler takes an update, has the desk do the work, and delivers."""
