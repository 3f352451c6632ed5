"""One settings file; everything that differs between desks comes from the environment.

docs/settings.md documents every variable, and a test compares the two.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from factcheck.body_storage import bucket_storage, folder_storage

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# --- Desk -------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
EMBEDDED = env.bool("EMBEDDED", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
DESK_NAME = env.str("DESK_NAME", default="Fact desk")
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default="http://localhost:8000").rstrip("/")

# --- Security ---------------------------------------------------------------
# No default outside DEBUG: an unset key must stop the start, not weaken it.
SECRET_KEY = env.str("SECRET_KEY", default="only-for-debugging") if DEBUG else env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("HTTPS", default=not (DEBUG or EMBEDDED))
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {name: [SELF] for name in ("default-src", "base-uri", "form-action")}
    | {name: [NONE] for name in ("object-src", "frame-ancestors")}
    | {"img-src": [SELF, "data:"]}
}
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", default=8)
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_PROXY_COUNT = TRUSTED_PROXIES or None
AXES_IPWARE_META_PRECEDENCE_ORDER = (
    ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if TRUSTED_PROXIES else ["REMOTE_ADDR"]
)
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_USER_MODEL = "people.User"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# --- Applications -----------------------------------------------------------
INSTALLED_APPS = [
    "factcheck.desk",
    "factcheck.site.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "csp",
    "django_structlog",
    "factcheck.people",
    "factcheck.ledger",
    "factcheck.api",
    "factcheck.health",
    "factcheck.embedded",
    "sources",
    "claims",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "factcheck.people.language.PersonLocaleMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "factcheck.api.problems.ProblemMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# knox's own token table is swapped for ours; left in place it would block every flush.
MIGRATION_MODULES = {"knox": None}

# --- Database ---------------------------------------------------------------
_FILE = f"sqlite:///{VAR_DIR / 'factcheck.sqlite3'}"
DATABASES = {"default": env.db("DATABASE_URL", default=_FILE)}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write takes the lock first, or writers deadlock.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _database["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {})["options"] = (
        "-c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
    )

# --- Language and time ------------------------------------------------------
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="ja")
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.str("DESK_TIME_ZONE", default="Asia/Tokyo")

# --- Static files -----------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
#: Bytes of pages, as evidence; nothing below is ever served over HTTP.
BODY_ROW_BYTES = env.int("BODY_ROW_BYTES", default=8192)
BODIES_DIR = Path(env.str("BODIES_DIR", default=str(VAR_DIR / "bodies")))
BODIES_S3_BUCKET = env.str("BODIES_S3_BUCKET", default="")
#: How many of them a verification task reads back, four times a day.
BODY_SAMPLE = env.int("BODY_SAMPLE", default=250)
#: Observations no evidence rests on leave after so many days; 0 keeps all.
OBSERVATION_DAYS = env.int("OBSERVATION_DAYS", default=400)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "bodies": (
        bucket_storage(
            BODIES_S3_BUCKET,
            endpoint=env.str("BODIES_S3_ENDPOINT", default=""),
            region=env.str("BODIES_S3_REGION", default=""),
            prefix=env.str("BODIES_S3_PREFIX", default="bodies"),
        )
        if BODIES_S3_BUCKET
        else folder_storage(BODIES_DIR)
    ),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or EMBEDDED
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG or EMBEDDED

# --- Mail -------------------------------------------------------------------
_mail = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
# The desk's own list of people, bodies and places, read by the extraction worker.
KNOWN_NAMES = env.str("KNOWN_NAMES", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="factcheck@localhost")

# --- API --------------------------------------------------------------------
KNOX_TOKEN_MODEL = "people.ApiToken"  # noqa: S105 - a model's name
REST_KNOX = {
    "TOKEN_TTL": timedelta(days=env.int("TOKEN_DAYS", default=90)),
    "AUTH_HEADER_PREFIX": "Bearer",
    "TOKEN_PREFIX": "fct_",
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "factcheck.people.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["factcheck.api.permissions.HasRight"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["factcheck.api.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.str("API_RATE", default="1200/min")},
    "EXCEPTION_HANDLER": "factcheck.api.problems.problem_handler",
    "UNICODE_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "factcheck API",
    "DESCRIPTION": "Claims, evidence, sources and what changed. Guide: docs/api.md.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ClaimStatus": "claims.models.claim.STATUS_CHOICES",
        "WorkflowAction": "claims.api.inputs.ACTIONS",
        "ClaimKind": "claims.models.claim.Kind",
        "DismissalReason": "claims.models.claim.DISMISSAL_CHOICES",
        "RecheckCause": "claims.models.recheck.Cause",
        "RecheckDecision": "claims.models.recheck.Decision",
        "DecisionToMake": "claims.api.inputs.DECISIONS",
        "SourceKind": "sources.models.source.SourceKind",
        "SourceState": "sources.models.source.SourceState",
        "SourceHealth": "sources.models.source.SourceHealth",
        "PassageState": "sources.models.passage.PassageState",
        "ChangeKind": "sources.models.change.ChangeKind",
    },
}

# --- Cache, queue -----------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
# Times are seconds. Order matters and factcheck.health checks it:
# fetch deadline < soft limit < hard limit < lease.
LEASE_SECONDS = env.int("LEASE_SECONDS", default=120)
CELERY_TASK_SOFT_TIME_LIMIT = LEASE_SECONDS * 21 / 24
CELERY_TASK_TIME_LIMIT = LEASE_SECONDS * 23 / 24
CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 25
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 3, "interval_start": 0, "interval_max": 0.5}
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": max(600, LEASE_SECONDS * 2),
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 25,
        "global_keyprefix": env.str("REDIS_PREFIX", default="factcheck:"),
    }
    if REDIS_URL
    else {"polling_interval": 0.2}
)
CELERY_BEAT_SCHEDULER = "factcheck.health.scheduler:InMemoryScheduler"
CELERY_TASK_DEFAULT_QUEUE = "maintenance"
#: Tasks not named here wait in the default queue, maintenance.
CELERY_TASK_ROUTES = {
    "sources.tasks.dispatch_checks": {"queue": "dispatch"},
    "sources.tasks.check_due_sources": {"queue": "check"},
    "sources.tasks.check_host_now": {"queue": "check_now"},
    "sources.tasks.push_to_archive": {"queue": "archive"},
    "claims.tasks.dispatch_extractions": {"queue": "dispatch"},
    "claims.tasks.extract_queued_articles": {"queue": "extract"},
    "claims.tasks.compare_new_claims": {"queue": "extract"},
    "claims.tasks.send_alarms": {"queue": "notify"},
    "factcheck.ledger.tasks.seal_ledger": {"queue": "notify"},
    "factcheck.health.tasks.record_tick": {"queue": "dispatch"},
}
TICK_SECONDS = env.float("TICK_SECONDS", default=5.0)
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": seconds, "options": {"expires": max(2 * seconds, 5)}}
    for name, task, seconds in (
        ("record-tick", "factcheck.health.tasks.record_tick", TICK_SECONDS),
        ("dispatch-checks", "sources.tasks.dispatch_checks", TICK_SECONDS),
        ("dispatch-extractions", "claims.tasks.dispatch_extractions", TICK_SECONDS),
        ("seal-ledger", "factcheck.ledger.tasks.seal_ledger", TICK_SECONDS),
        ("compare-new-claims", "claims.tasks.compare_new_claims", 30.0),
        ("send-alarms", "claims.tasks.send_alarms", 60.0),
        ("open-time-rechecks", "claims.tasks.open_time_rechecks", 600.0),
        ("put-away-bodies", "sources.tasks.put_away_bodies", 60.0),
        ("order-backlogs", "sources.tasks.order_backlogs", 600.0),
        ("measure-loads", "sources.tasks.measure_loads", 3600.0),
        ("reconcile-hosts", "sources.tasks.reconcile_hosts", 6 * 3600.0),
        ("close-observation-days", "sources.tasks.close_observation_days", 900.0),
        # Beat keeps no file: what is daily must come more often than beat is restarted.
        ("sweep-bodies", "sources.tasks.sweep_bodies", 6 * 3600.0),
        ("prune-observations", "sources.tasks.prune_observations", 3 * 3600.0),
        ("verify-body-sample", "sources.tasks.verify_body_sample", 6 * 3600.0),
        ("stamp-roots", "sources.tasks.stamp_roots", 300.0),
        ("push-to-archive", "sources.tasks.push_to_archive", 15.0),
    )
}

# --- Reading the world ------------------------------------------------------
_ROBOT = "factcheck/0.1 (+https://example.invalid/bot)"
FETCH_USER_AGENT = env.str("FETCH_USER_AGENT", default=_ROBOT)
#: Exact HOST:PORT pairs that may be fetched though they are private. Demo and tests only.
FETCH_ALLOW = env.str("FETCH_ALLOW", default="")
FETCH_MAX_BYTES = env.int("FETCH_MAX_BYTES", default=10_000_000)
FETCH_TOTAL_SECONDS = env.float("FETCH_TOTAL_SECONDS", default=60.0)
FETCH_CONNECT_SECONDS = env.float("FETCH_CONNECT_SECONDS", default=10.0)
FETCH_FIRST_BYTE_SECONDS = env.float("FETCH_FIRST_BYTE_SECONDS", default=20.0)
FETCH_HOST_DELAY_SECONDS = env.float("FETCH_HOST_DELAY_SECONDS", default=2.0)
FETCH_ROBOTS = env.str("FETCH_ROBOTS", default="obey")
RECHECK_FLOOR_SECONDS = env.int("RECHECK_FLOOR_SECONDS", default=600)
RECHECK_DEFAULT_SECONDS = env.int("RECHECK_DEFAULT_SECONDS", default=21_600)
RECHECK_CEILING_SECONDS = env.int("RECHECK_CEILING_SECONDS", default=1_209_600)
RECHECK_BUDGET_PER_DAY = env.int("RECHECK_BUDGET_PER_DAY", default=0)
PUBLISHED_LATELY_DAYS = env.int("PUBLISHED_LATELY_DAYS", default=14)
CONFIRM_SECONDS = env.int("CONFIRM_SECONDS", default=600)
CONFIRM_AGAIN_SECONDS = env.int("CONFIRM_AGAIN_SECONDS", default=10_800)
GONE_AFTER_SECONDS = env.int("GONE_AFTER_SECONDS", default=259_200)
CAPTURE_MAX_BYTES = env.int("CAPTURE_MAX_BYTES", default=20_000_000)
ARTICLE_MAX_BYTES = env.int("ARTICLE_MAX_BYTES", default=5_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = ARTICLE_MAX_BYTES + 1_000_000

# --- Keeping proof ----------------------------------------------------------
#: Addresses of RFC 3161 authorities that stamp daily roots and ledger heads; none by default.
TIMESTAMP_AUTHORITIES = env.list("TIMESTAMP_AUTHORITIES", default=[])
#: PEM file of root certificates their stamps must lead to; the system's trust store when empty.
TIMESTAMP_ROOTS = env.str("TIMESTAMP_ROOTS", default="")
#: A Save Page Now 2 service, as https://web.archive.org; empty pushes nothing.
ARCHIVE_PUSH_URL = env.str("ARCHIVE_PUSH_URL", default="")
ARCHIVE_ACCESS_KEY = env.str("ARCHIVE_ACCESS_KEY", default="")
ARCHIVE_SECRET_KEY = env.str("ARCHIVE_SECRET_KEY", default="")
ARCHIVE_PER_MINUTE = min(6, env.int("ARCHIVE_PER_MINUTE", default=6))

# --- Logs -------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": "factcheck.health.logs.formatter", "json": not (DEBUG or EMBEDDED)}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Every tick would leave a dozen lines; failures of tasks are errors and stay.
    "loggers": {
        name: {"level": "WARNING"}
        for name in (
            "celery.worker.strategy",
            "celery.app.trace",
            "celery.beat",
            *(["django_structlog", "waitress", "celery.worker.consumer"] if EMBEDDED else []),
        )
    },
}
