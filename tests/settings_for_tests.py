"""The real settings with what a test run needs: a key, plain HTTP, a database threads can share."""

import os
import tempfile
from pathlib import Path

_scratch = Path(tempfile.gettempdir()) / f"factcheck-tests-{os.getpid()}"
_scratch.mkdir(exist_ok=True)
os.environ.setdefault("SECRET_KEY", "tests-only-key-that-is-long-enough-for-every-check-of-django")
os.environ.setdefault("HTTPS", "False")
os.environ.setdefault("VAR_DIR", str(_scratch))
os.environ.setdefault("LANGUAGE_CODE", "en")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from factcheck.settings import *  # noqa: E402, F403
from factcheck.settings import DATABASES, REST_FRAMEWORK, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Thread races need a file: every connection to :memory: is a database of its own.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
REST_FRAMEWORK = REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": {"user": None}}
