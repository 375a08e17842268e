"""What we know, how we find it, and what we may say."""
