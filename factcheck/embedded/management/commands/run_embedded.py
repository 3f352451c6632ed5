"""Web, worker and beat in one process, on SQLite and without any server."""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils.translation import gettext as _

from factcheck.embedded.crew import Crew
from factcheck.errors import FactcheckError


class Command(BaseCommand):
    help = "Run the whole desk in one process: web, worker and beat, on SQLite, no servers."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on.")
        parser.add_argument("--port", type=int, help="Port; by default the first free from 8000.")
        parser.add_argument("--demo", action="store_true", help="Tell the demonstration first.")
        parser.add_argument(
            "--once", action="store_true", help="With --demo: compare the numbers and end."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError(_("Start this as: python manage.py run_embedded"))
        self.started = time.monotonic()
        lock = take_place(settings.VAR_DIR)
        ended = threading.Event()
        crew = Crew()
        code = 1
        try:
            _obey_signals(ended)
            self.prepare()
            code = self.work(crew, ended, options)
        except KeyboardInterrupt:
            code = 0
            self.stderr.write(_("Ending."))
        except FactcheckError as error:
            self.stderr.write(str(error))
        except OSError as error:
            self.stderr.write(_("Cannot start: %(why)s") % {"why": error})
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            crew.stop()
            connections.close_all()
            lock.close()
        sys.stdout.flush()
        sys.stderr.flush()
        # Threads in the middle of a fetch would hold the interpreter; their leases run out.
        os._exit(code)

    def prepare(self) -> None:
        """Bring the database and the roles up to date."""
        from factcheck.people.roles import sync_roles

        call_command("migrate", interactive=False, verbosity=0)
        sync_roles()

    def work(self, crew: Crew, ended: threading.Event, options: dict[str, Any]) -> int:
        """Run until a signal, or until the demonstration is told once; return the exit code."""
        from factcheck.wsgi import application

        port = options["port"] or urlsplit(settings.PUBLIC_BASE_URL).port or 8000
        crew.start()
        # Before the web opens: whoever sees the desk can also read the demo's passwords.
        demo = self.open_demo() if options["demo"] else None
        bound = crew.open_web(
            application, host=options["host"], port=0 if options["once"] else port
        )
        address = f"http://{options['host']}:{bound}/"
        if demo is not None:
            return self.tell(demo, address, ended, once=options["once"])
        self.welcome()
        self.say(_("the desk is open: %(url)s  (Ctrl-C ends it)") % {"url": address})
        ended.wait()
        return 0

    def open_demo(self) -> Any:
        """Start the bundled web site."""
        from factcheck.embedded.demo.site import DemoSite

        site = DemoSite(settings.VAR_DIR)
        site.start()
        self.say(_("bundled web site: http://%(address)s/") % {"address": site.address})
        return site

    def tell(self, site: Any, address: str, ended: threading.Event, *, once: bool) -> int:
        """Tell the story, print the table, keep the desk open unless told only once."""
        from factcheck.embedded.demo.story import Story
        from factcheck.embedded.demo.summary import count_all, desk_answers, lines_of

        story = Story(site=site, say=self.say)
        cast = story.play()
        counts = [*count_all(story), desk_answers(address)]
        self.stdout.write("")
        for line in lines_of(counts):
            self.stdout.write("  " + line)
        self.stdout.write("")
        right = all(each.found == each.expected for each in counts)
        self.say(_("every number is as expected") if right else _("numbers differ: see ✗"))
        if once:
            site.stop()
            return 0 if right else 1
        for username, password in cast.passwords:
            self.stdout.write(f"  {username:12} {password}")
        if not cast.passwords:
            self.stdout.write("  " + _("The passwords were shown at the first run."))
        self.say(_("the desk is open: %(url)s  (Ctrl-C ends it)") % {"url": address})
        ended.wait()
        return 0

    def welcome(self) -> None:
        """On an empty desk make the first account; its password is shown once."""
        from factcheck import roles
        from factcheck.people.models import User
        from factcheck.people.services import create_person, set_roles

        if User.objects.exists():
            return
        password = secrets.token_urlsafe(12)
        person = create_person(username="admin", role=roles.DESK_ADMIN, password=password)
        set_roles(person=person, names=[roles.DESK_ADMIN, roles.EDITOR], actor=None)
        self.stdout.write(
            _("First account, shown once: admin / %(password)s") % {"password": password}
        )

    def say(self, line: str) -> None:
        """One line of progress with the seconds since the start."""
        self.stdout.write(f"[{time.monotonic() - self.started:5.1f} s] {line}")
        self.stdout.flush()


def take_place(place: Path) -> IO[str]:
    """Lock the folder for this process; the lock ends with it, also by kill -9."""
    place.mkdir(parents=True, exist_ok=True)
    file = (place / "embedded.lock").open("w", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise CommandError(
            _("A desk already runs in %(place)s. End it first, or set VAR_DIR.") % {"place": place}
        ) from None
    return file


def _obey_signals(ended: threading.Event) -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
