"""From the scores of several signals to one list that does not repeat itself."""
