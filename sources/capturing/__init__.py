"""A page a person saved: from any file to the bytes of the page in it. Pure, bounded, no Django."""
