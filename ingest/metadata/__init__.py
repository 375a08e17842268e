"""What a document says of itself: title, bodies, dates, kind, setting."""
