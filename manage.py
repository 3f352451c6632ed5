#!/usr/bin/env python
"""Django's command line for factcheck."""

import os
import sys
from collections.abc import Mapping

import django
from django.core.management import execute_from_command_line
from django.utils import translation

from factcheck.embedded.environment import LOCAL_COMMANDS, is_embedded, prepare

NEED_NO_TABLES = {
    "compare_pages",
    "evaluate_extraction",
    "explain_url",
    "extract_claims",
    "migrate",
    "read_page",
    "run_embedded",
    "train_names",
    "train_worthiness",
    "write_openapi",
}


def terminal_language(environment: Mapping[str, str]) -> str:
    """Return ``ja`` or ``en``: the language the terminal is set to (POSIX order of variables)."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "ja" if locale.startswith("ja") else "en"


def main(arguments: list[str]) -> None:
    """Run one command, on the embedded desk where the command line means it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    if is_embedded(arguments):
        prepare(arguments)
        if arguments[0] not in NEED_NO_TABLES and "--claims" not in arguments:
            execute_from_command_line([sys.argv[0], "migrate", "--no-input", "--verbosity=0"])
    if arguments[:1] and arguments[0] in LOCAL_COMMANDS:
        # A terminal speaks its own language; pages keep the desk's and the reader's.
        django.setup()
        translation.activate(terminal_language(os.environ))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main(sys.argv[1:])
