"""The only writers of sources."""
