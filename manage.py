#!/usr/bin/env python
"""Django's command line for factcheck."""

import os
import sys

from django.core.management import execute_from_command_line

from factcheck.embedded.environment import is_embedded, prepare

NEED_NO_TABLES = {"run_embedded", "extract_claims", "migrate"}


def main(arguments: list[str]) -> None:
    """Run one command, on the embedded desk where the command line means it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    if is_embedded(arguments):
        prepare(arguments)
        if arguments[0] not in NEED_NO_TABLES:
            execute_from_command_line([sys.argv[0], "migrate", "--no-input", "--verbosity=0"])
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main(sys.argv[1:])
