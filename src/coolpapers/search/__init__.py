"""Search: query text to a tree, papers to an index, a tree to ranked paper numbers.

The index is derived from the store: it may be deleted at any time and is built again.
"""
