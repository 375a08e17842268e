"""Models that run on this machine: the embedder, the reranker, and how the bundled embedder is built."""
