"""The version of the engine, written once."""

__version__ = "0.1.0"
