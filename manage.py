#!/usr/bin/env python
"""Django's command line for factcheck."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    if sys.argv[1:2] == ["run_embedded"] or os.environ.get("EMBEDDED") == "1":
        from factcheck.embedded.environment import prepare

        prepare(sys.argv[1:])
    execute_from_command_line(sys.argv)
