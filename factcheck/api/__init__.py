"""Toolkit of the REST API: problems, rights, parsing, paging, filters, conditions."""
