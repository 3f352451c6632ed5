"""factcheck: wiring on top, toolkits at the bottom (docs/architecture.md)."""

import os

# Before anything loads numpy: two threads on contended cores spin and cost many times as much.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from factcheck.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
