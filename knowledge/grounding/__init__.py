"""What may be said: sentences of the sources, what they claim, and whether the words cited bear it out."""
