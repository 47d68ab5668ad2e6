"""Measurements, run by `make bench`; what they print is quoted in docs and DECISIONS.md."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does
