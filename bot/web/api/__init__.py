"""The interface for programs: the objects of the commands over HTTP, and answers in the form of OpenAI's chat."""
