"""Numerics: arrays in, arrays out, no I/O; each function cites its source."""
