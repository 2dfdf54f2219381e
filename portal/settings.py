"""Settings of the portal, read from the environment; README, "Deploy", lists them.

Without any variable this is a safe local portal: DEBUG off, the embedded database, a
secret key generated once under var/. With PORTAL_ENV=production every secret must be
given.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from documents import languages
from portal import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("PORTAL_VAR_DIR", str(BASE_DIR / "var")))

PRODUCTION = (
    environment.choice("PORTAL_ENV", ("local", "production"), "local") == "production"
)
DEBUG = environment.boolean("DEBUG", default=False)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("DEBUG must be off in production.")
SECRET_KEY = environment.secret(
    "SECRET_KEY", kept_in=None if PRODUCTION else VAR_DIR / "secret-key"
)
# Earlier keys: data signed or encrypted with them remains valid.
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = environment.hosts(
    "ALLOWED_HOSTS", () if PRODUCTION else ("localhost", "127.0.0.1", "[::1]")
)
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the portal's host.")
# The origin for links in mails and feeds, which have no request.
PORTAL_ORIGIN = environment.origin(
    "PORTAL_ORIGIN",
    f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
    if PRODUCTION
    else f"http://127.0.0.1:{environment.text('PORT', '8000')}",
)
if "*" in PORTAL_ORIGIN:
    raise ImproperlyConfigured("PORTAL_ORIGIN must name the portal's address.")
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS")
# Clients' addresses and schemes are then taken from the proxy's headers.
BEHIND_PROXY = PRODUCTION and environment.boolean("BEHIND_PROXY", default=False)

# --- Applications and middleware

INSTALLED_APPS = [
    "procrastinate.contrib.django",  # before those that defer jobs, as required
    "portal",
    "commentary",
    "documents",
    "modeltranslation",  # before the admin, as its documentation requires
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.observability.request_log.LogRequests",  # static files are not logged
    "portal.middleware.CompressPages",
    "portal.middleware.SendPolicy",
    "portal.timeouts.limit_time",  # above all that asks the database
    "portal.health.refuse_while_away",
    # Above all that knows people.
    "portal.prepared.visitors.AnswerVisitors",
    "portal.prepared.people.AnswerPeople",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.middleware.refuse_nul",
    "portal.middleware.keep_accounts_private",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.show_own_time",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",  # records the authenticated user
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "documents.views.renamed.RenamedDocuments",
    "portal.middleware.AnswerExceptions",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.shell",
            ],
        },
    }
]

# --- Database

DATABASE_URL = environment.database("DATABASE_URL")
DATABASES: dict[str, Any]
if DATABASE_URL:
    DATABASES = {
        "default": dj_database_url.parse(
            DATABASE_URL, conn_max_age=60, conn_health_checks=True
        )
    }
elif PRODUCTION:
    raise ImproperlyConfigured("DATABASE_URL must be set in production.")
else:
    # Started on the first connection; see portal/embedded/server.py.
    DATABASES = {
        "default": {
            "ENGINE": "portal.embedded",
            "NAME": "clausebook",
            "DATA_DIR": VAR_DIR / "postgres",
            "CONN_MAX_AGE": 60,  # a connection a request costs more than a page
            "CONN_HEALTH_CHECKS": True,
        }
    }
# Read by people who have written nothing that is not there yet (portal/replicas/).
REPLICAS: list[str] = []
for address in environment.databases("REPLICA_URL", "DATABASE_URL"):
    REPLICAS.append(f"replica{len(REPLICAS) + 1}")
    DATABASES[REPLICAS[-1]] = {
        **dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True),
        "TEST": {"MIRROR": "default"},
    }
if REPLICAS:
    DATABASE_ROUTERS = ["portal.replicas.routing.ReplicaRouter"]
    # It refuses by itself what only the primary can answer.
    MIDDLEWARE[MIDDLEWARE.index("portal.health.refuse_while_away")] = (
        "portal.replicas.reading.ReadFromReplicas"
    )
# For a server that does not answer, or from which nothing comes any more, as when its
# host is gone: nobody else would end what waits for it. Others: portal/timeouts.py, and
# portal/watchdog.py for one that is stopped, while its host is not.
WAITS = {
    "connect_timeout": 3,  # seconds
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds
}
for database in DATABASES.values():
    database["OPTIONS"] = {**WAITS, **database.get("OPTIONS", {})}

# --- Audit: records of changes (documents/translation.py)

# Reading changes nothing, so GET requests need not load the user.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# --- Commentary

# A person's first comments wait for approval until so many are published; 0 for none.
COMMENTARY_HOLD_FIRST = environment.integer("COMMENTARY_HOLD_FIRST", default=0)
# Links by people with fewer published comments than this get rel="nofollow ugc".
COMMENTARY_KNOWN_AFTER = environment.integer("COMMENTARY_KNOWN_AFTER", default=5)
# Rate limits per hour. Many people may share an address.
COMMENTARY_COMMENTS_PER_PERSON = environment.integer(
    "COMMENTARY_COMMENTS_PER_PERSON", default=30, minimum=1
)
COMMENTARY_EDITS_PER_PERSON = environment.integer(
    "COMMENTARY_EDITS_PER_PERSON", default=30, minimum=1
)
COMMENTARY_REFERENCES_PER_PERSON = environment.integer(
    "COMMENTARY_REFERENCES_PER_PERSON", default=30, minimum=1
)
# At any time: proposed cross-references of one person that wait for an editor.
COMMENTARY_OPEN_REFERENCES_PER_PERSON = environment.integer(
    "COMMENTARY_OPEN_REFERENCES_PER_PERSON", default=100, minimum=1
)
COMMENTARY_DECISIONS_PER_PERSON = environment.integer(
    "COMMENTARY_DECISIONS_PER_PERSON", default=60, minimum=1
)
COMMENTARY_REPORTS_PER_PERSON = environment.integer(
    "COMMENTARY_REPORTS_PER_PERSON", default=20, minimum=1
)
COMMENTARY_APPEALS_PER_PERSON = environment.integer(
    "COMMENTARY_APPEALS_PER_PERSON", default=20, minimum=1
)
COMMENTARY_POSTS_PER_ADDRESS = environment.integer(
    "COMMENTARY_POSTS_PER_ADDRESS", default=200, minimum=1
)
# Mails of notices to one person per hour; the rest is gathered in one more mail.
COMMENTARY_MAILS_PER_PERSON = environment.integer(
    "COMMENTARY_MAILS_PER_PERSON", default=10, minimum=1
)

# --- Accounts (portal/people/)

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "portal.people.forms.SignupDetails"
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_FORMS = {"signup": "portal.people.allauth_forms.SignupForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False  # would reveal who has an account
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True  # one address; the new one is verified first
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "portal.people.adapter.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "portal.people.allauth_forms.AddKeyForm",
    "edit_webauthn": "portal.people.allauth_forms.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Clausebook"
MFA_TOTP_TOLERANCE = 1  # the code before and after: clocks and people are slow
# Browsers allow passkeys on http://localhost; elsewhere there is TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
# Attempts are counted here, shared by all processes of all hosts; a migration creates
# the table.
CACHE_URL = environment.cache_server("CACHE_URL")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Large enough that counts cannot be evicted by creating many of them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
if CACHE_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "clausebook",
        # Seconds, as for the database.
        "OPTIONS": {"socket_connect_timeout": 3, "socket_timeout": 3},
    }

# Prepared pages (portal/prepared/) are kept in each process, up to so much.
PREPARED_PAGES_BYTES = (
    environment.integer("PREPARED_PAGES_MEGABYTES", default=64) * 1024 * 1024
)

# --- Languages

LANGUAGE_CODE = "en"
# The interface's languages; a new one needs a catalogue (README).
LANGUAGES = [("zh-hans", "中文"), ("ru", "Русский"), ("en", "English")]
# The languages of texts: one module each in documents/languages/.
TEXT_LANGUAGES = [(language.code, language.name) for language in languages.LANGUAGES]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
FORMAT_MODULE_PATH = "portal.formats"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True
MODELTRANSLATION_DEFAULT_LANGUAGE = "zh-hans"
MODELTRANSLATION_LANGUAGES = languages.CODES
# A missing translation is shown as missing, never silently replaced.
MODELTRANSLATION_ENABLE_FALLBACKS = False
# The admin's language tabs use jQuery UI; it is served from here, not from a CDN.
# Not an address: a path that Media finds as every static file, by its hashed name.
JQUERY_UI_URL = "portal/vendor/jquery-ui/jquery-ui.min.js"

# --- Mail and background jobs (portal/mail/queue.py, portal/tasks.py)

MAIL_SERVER = environment.mail_server("EMAIL_URL")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender(
    "DEFAULT_FROM_EMAIL", "" if PRODUCTION else "Clausebook <portal@localhost>"
)
if PRODUCTION and not MAIL_SERVER:
    raise ImproperlyConfigured("EMAIL_URL must be set in production.")
if not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("DEFAULT_FROM_EMAIL must be set in production.")
EMAIL_BACKEND = "portal.mail.queue.QueueBackend"
MAIL_FOLDER = VAR_DIR / "mail"
if MAIL_SERVER:
    MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.starts_tls, MAIL_SERVER.is_tls
else:
    MAIL_DELIVERY_BACKEND = "portal.mail.backends.FileBackend"
EMAIL_TIMEOUT = 20  # seconds; only the worker waits
PROCRASTINATE_ON_APP_READY = "portal.observability.job_context.trace_jobs"
PROCRASTINATE_WORKER_DEFAULTS = {
    "delete_jobs": "successful",
    "shutdown_graceful_timeout": 15,  # serve.py waits a little longer
}

# --- Retention, in days (portal/retention.py)

KEEP_UNVERIFIED_DAYS = environment.days("PORTAL_KEEP_UNVERIFIED_DAYS", default=30)
KEEP_READ_NOTICES_DAYS = environment.days("PORTAL_KEEP_READ_NOTICES_DAYS", default=180)
KEEP_VISITS_DAYS = environment.days("PORTAL_KEEP_VISITS_DAYS", default=365)
KEEP_FAILED_DAYS = environment.days("PORTAL_KEEP_FAILED_DAYS", default=14)
KEEP_ANONYMOUS_SESSIONS_DAYS = environment.days(
    "PORTAL_KEEP_ANONYMOUS_SESSIONS_DAYS", default=7
)
# Sessions in all, beyond which those of visitors are deleted.
MOST_SESSIONS = environment.integer("PORTAL_MOST_SESSIONS", default=50_000, minimum=1)
SESSION_ENGINE = "portal.people.sessions"

# --- Static files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Security

CSP_REPORTS = "/reports/csp/"
# Whom to tell about a hole: an address as in RFC 9116, "mailto:…" or "https://…".
SECURITY_CONTACT = environment.contact("SECURITY_CONTACT")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        # Firefox knows no report-to, and everybody else still knows this.
        "report-uri": CSP_REPORTS,
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
# A text is pasted into the admin's import as a form field: importing.MAX_BYTES (5 MB)
# and the rest of the form. Files are not counted.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# Four fields for each unit corrected in the import table; see MAX_UNITS.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.error_pages.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = environment.boolean("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = environment.integer(
        "SECURE_HSTS_SECONDS", default=365 * 24 * 3600
    )
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.boolean(
        "SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True
    )
    SECURE_HSTS_PRELOAD = environment.boolean("SECURE_HSTS_PRELOAD", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        # The client address for rate limits: the one that our proxy added.
        ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- Logs and reports of errors (portal/observability/)

# JSON lines, or short lines for people; requests have lines of their own.
LOG_FORMAT = environment.choice(
    "PORTAL_LOG_FORMAT", ("json", "text"), "json" if PRODUCTION else "text"
)
# Who has it may ask /healthz/detail and /metrics; without it there are none.
HEALTH_TOKEN = environment.text("PORTAL_HEALTH_TOKEN")
# Nothing is sent, and nothing of its library loaded, without it.
SENTRY_DSN = environment.sentry("SENTRY_DSN")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "portal.observability.log_formats.JsonFormatter"},
        "text": {"()": "portal.observability.log_formats.TextFormatter"},
    },
    "filters": {"one_line": {"()": "portal.outages.OneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["one_line"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Visitors' mistakes are answered, not logged.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        # Each try to connect: the worker, which has the pool, tells it once.
        "psycopg.pool": {"level": "ERROR"},
    },
}
