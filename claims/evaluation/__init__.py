"""Measures of extraction against gold and official sets; pure."""
