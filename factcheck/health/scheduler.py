"""Beat's scheduler: the static entries of the settings, kept in memory."""

from typing import Any

from celery.beat import Scheduler


class InMemoryScheduler(Scheduler):  # type: ignore[misc,unused-ignore]
    """Celery's base scheduler with a short sleep, so that it stops soon and ticks on time.

    It writes no schedule file: a missed tick costs one tick, and a crash cannot corrupt anything.
    """

    max_interval = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_interval"] = self.max_interval
        super().__init__(*args, **kwargs)
