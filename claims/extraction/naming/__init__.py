"""A trained tagger of Japanese names: characters in, spans with a kind out; numpy only.

It adds to the rules of ``names_ja``; without it they stand alone.
"""

from claims.extraction.naming.model import ModelRefused, NameModel, shipped_names

__all__ = ["ModelRefused", "NameModel", "shipped_names"]
