"""Questions by people's own words over documents, written by those who have not read the program."""
