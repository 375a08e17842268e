"""One reader a format: bytes to text, in a child process with limits; nothing here decides what is worth keeping."""
