"""Questions about the library itself: how much it has, of what, how recent; answered from the catalog."""
