"""Views: one file per page; each parses, asks and renders."""
