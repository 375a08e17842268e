"""The JSON objects that scripts rely on, one module a group of commands."""
