"""Who writes an answer, and how it is put together: from sentences of the sources, or by a chat model."""
