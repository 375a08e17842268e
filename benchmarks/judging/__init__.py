"""The judge: its labelled questions, its training and its figures."""
