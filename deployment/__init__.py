"""How the program is set up for many people: one description, from which all files of a deployment are written."""
