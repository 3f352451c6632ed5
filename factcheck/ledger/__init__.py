"""The append-only record of every fact; sealed in order, it is also the event feed."""
