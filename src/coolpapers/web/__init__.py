"""HTML, feeds and JSON for people and programs."""
