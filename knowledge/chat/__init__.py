"""A chat model behind an endpoint: how it is reached, with which care, and what may leave this machine."""
