"""Two readings, and what became of the passages and of the page. Pure: no Django, no sockets."""
