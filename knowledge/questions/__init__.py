"""What a person asks: terms, conditions, follow-ups, small talk."""
