"""How the bytes of pages are encoded for keeping. Pure: no Django, no database, no sockets."""
