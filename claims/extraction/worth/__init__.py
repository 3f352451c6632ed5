"""A trained check-worthiness score: sentence vector + surface features + logistic regression.

It ranks and never decides; without its packages the rules of ``worthiness`` stand alone.
"""

from claims.extraction.worth.model import ModelRefused, WorthModel, shipped_model

__all__ = ["ModelRefused", "WorthModel", "shipped_model"]
