"""A real embeddings model for `make relevance-minilm`, run in an environment of its own."""
