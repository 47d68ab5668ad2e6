"""Search quality on judged collections, run by `make relevance`."""
