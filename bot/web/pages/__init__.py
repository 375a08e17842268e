"""What can be asked of the page, one module a feature; each takes a call and returns a response."""
