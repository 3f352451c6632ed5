"""Articles, claims and what follows from them over HTTP."""
