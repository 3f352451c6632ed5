"""factcheck: wiring on top, toolkits at the bottom (docs/architecture.md)."""

from factcheck.celery import app as celery_app

__all__ = ["celery_app"]
