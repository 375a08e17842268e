"""Every word said to a chat model, one prompt a Markdown file. None is said yet: answers are extractive."""
