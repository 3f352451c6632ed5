"""The demonstration: a bundled web site that changes, sample articles, and the story told."""
