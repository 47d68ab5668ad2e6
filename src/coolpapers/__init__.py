"""Cool Papers: skim a day of science in ten minutes, on a machine of your own."""

__version__ = "0.1.0"
