"""Measurements, run by `make bench`; what they print is quoted in docs and DECISIONS.md."""
