"""`ronghe`: the composition root."""


def run() -> None:
    """Run the program."""
