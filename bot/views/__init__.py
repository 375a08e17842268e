"""From the core's values to the objects of the contract, in Simplified where they are for reading."""
