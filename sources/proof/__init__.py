"""What can be shown to others: WARC files, Merkle trees, time stamps, archive pushes. Pure."""
