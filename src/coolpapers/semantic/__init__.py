"""The latent space over the library: vectors of papers, neighbours by meaning."""
