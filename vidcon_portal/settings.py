"""The one settings file. A variable of the environment has the name of the setting; `.env.example` documents each.

Safe by default: without a word from the environment this is a production set-up behind HTTPS.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .environment import (
    env_bool,
    env_int,
    env_list,
    env_str,
    object_store,
    persisted_secret,
    postgres_database,
    read_env_file,
    single_sign_on,
)
from .office_hosts import read_office_hosts

BASE_DIR = Path(__file__).resolve().parent.parent
read_env_file(BASE_DIR / ".env")

DEBUG = env_bool("DEBUG", default=False)
# Demo logins, their well-known password and PIN, and the demo bar exist only here. `make run` switches it on.
DEMO = env_bool("DEMO", default=False)
# Cookies, redirects and HSTS for HTTPS. Only the demo on one's own machine goes without.
HTTPS = env_bool("HTTPS", default=not (DEMO or DEBUG))
# Everything that the portal writes beside the database: private files, the secret key, the mail of the demo.
DATA_DIR = Path(env_str("DATA_DIR", str(BASE_DIR / ".data"))).resolve()

SECRET_KEY = env_str("SECRET_KEY", "") or persisted_secret(DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
# Offices with a host name of their own; the portal answers to these names too.
OFFICE_HOSTS = read_office_hosts(env_list("OFFICE_HOSTS", []))
ALLOWED_HOSTS = [*ALLOWED_HOSTS, *OFFICE_HOSTS]
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])
# Hosts of our own network that offices may name as gateway or provider of meetings; all others must be public.
INSIDE_HOSTS = env_list("INSIDE_HOSTS", ["localhost", "127.0.0.1", "::1"] if DEMO or DEBUG else [])
# The address that mails and QR codes print; no slash at its end.
SITE_URL = env_str("SITE_URL", "http://localhost:8000").rstrip("/")

# --- Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",  # before staticfiles: runserver then serves files as production does
    "vidcon_portal.ui",
    "vidcon_portal.accounts",
    "vidcon_portal.procedures",
    "vidcon_portal.documents",
    "vidcon_portal.notifications",
    "vidcon_portal.signups",
    "vidcon_portal.demo",
    "bookings",
    "verification",
    "reports",
    "vidcon_portal.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",  # with FORM_RENDERER below: our templates may override those of widgets
    "crispy_forms",
    "simple_history",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "ninja",
    "django_htmx",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "vidcon_portal.middleware.ReadableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "vidcon_portal.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vidcon_portal.office_hosts.OfficeHostMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vidcon_portal.accounts.middleware.ActorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "vidcon_portal.urls"
WSGI_APPLICATION = "vidcon_portal.wsgi.application"
ASGI_APPLICATION = "vidcon_portal.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vidcon_portal.ui.context_processors.theme",
                "vidcon_portal.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("vidcon",)
CRISPY_TEMPLATE_PACK = "vidcon"

# --- Database and cache ---------------------------------------------------------------------------------------------


def database_url() -> str:
    """The URL of the environment, else the one that the launcher wrote when it started the embedded server."""
    url_file = DATA_DIR / "database_url"
    written = url_file.read_text(encoding="utf-8").strip() if url_file.exists() else ""
    url = env_str("DATABASE_URL", written)
    if not url:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set and no embedded server runs. "
            "Set it, or start one: python -m vidcon_portal.embedded_postgres start"
        )
    return url


_database = postgres_database(database_url())
if env_bool("PREPARE_STATEMENTS", default=True):
    # What vidcon_portal/kept.py asks is planned once per connection, not once per page.
    _database["OPTIONS"]["prepare_threshold"] = 1
DATABASES = {
    "default": {
        **_database,
        "CONN_MAX_AGE": env_int("CONN_MAX_AGE", 600, at_least=0),
        "CONN_HEALTH_CHECKS": True,
    }
}

# Rate limits must count across processes and machines, so the cache is shared: a table of the same database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- People ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "vidcon_portal.accounts.backends.AccountBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/tugas/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "vidcon_portal.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "vidcon_portal.accounts.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # who asks for a stranger's address makes us write to nobody
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "vidcon_portal.accounts.forms.PasskeyForm",
    "edit_webauthn": "vidcon_portal.accounts.forms.EditPasskeyForm",
}
MFA_TOTP_TOLERANCE = 1  # the clock of an old phone may be half a minute off
MFA_TOTP_ISSUER = "Portal Vidcon"
# Browsers allow passkeys without HTTPS on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
OIDC_APPS = single_sign_on()
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": OIDC_APPS}
}
# Whether the provider's word for an address opens the account of that address; else each one connects his own first.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = env_bool("OIDC_TRUSTS_EMAIL", default=False)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = SOCIALACCOUNT_EMAIL_AUTHENTICATION

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Makassar"  # of the server; every office shows its own

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "vidcon_portal.staticfiles.PinnedFinder",
    "vidcon_portal.staticfiles.AppFinder",
]
# Certificates (PEM or DER) of the authorities whose signatures the portal trusts, BSrE's root for one.
TRUST_ROOTS_DIR = Path(env_str("TRUST_ROOTS_DIR", str(DATA_DIR / "trust")))
# Private: no URL leads here; a view that asks for permission sends each file.
MEDIA_ROOT = DATA_DIR / "files"
S3_OPTIONS = object_store()  # instead of the folder, when S3_BUCKET names a bucket
STORAGES = {
    "default": {"BACKEND": "vidcon_portal.documents.object_store.ObjectStorage", "OPTIONS": S3_OPTIONS}
    if S3_OPTIONS
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "vidcon_portal.staticfiles.HashedStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # templates name files by {% static %} only; browsers keep them for ever
# Every upload is shown to the clamd that this names: unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310.
CLAMD_ADDRESS = env_str("CLAMD_ADDRESS", "")
if CLAMD_ADDRESS and not re.fullmatch(r"unix:/.+|tcp:.+:\d{1,5}", CLAMD_ADDRESS):
    raise ImproperlyConfigured("CLAMD_ADDRESS must look like unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310.")
# One uploaded file, and one photo, which is made small before it is kept.
FILE_MAX_BYTES = env_int("FILE_MAX_BYTES", 5 * 1024 * 1024, at_least=64 * 1024)
FILE_PHOTO_MAX_BYTES = env_int("FILE_PHOTO_MAX_BYTES", 15 * 1024 * 1024, at_least=64 * 1024)
# What is uploaded to one request altogether.
FILE_CASE_MAX_BYTES = env_int("FILE_CASE_MAX_BYTES", 200 * 1024 * 1024, at_least=1024 * 1024)
# Files that arrive in pieces: what one person may have under way, and how long the rest is waited for.
UPLOAD_UNFINISHED_MAX_BYTES = env_int("UPLOAD_UNFINISHED_MAX_BYTES", 100 * 1024 * 1024, at_least=1024 * 1024)
UPLOAD_KEPT_HOURS = env_int("UPLOAD_KEPT_HOURS", 24, at_least=1)
# Long exports that the worker has made; after so many days they are deleted.
EXPORT_KEPT_DAYS = env_int("EXPORT_KEPT_DAYS", 3, at_least=1)
# The names that a meeting provider reports of who was there; after so many days only the times are left.
ATTENDEE_NAMES_KEPT_DAYS = env_int("ATTENDEE_NAMES_KEPT_DAYS", 90, at_least=1)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Security -------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env_int("SECURE_HSTS_SECONDS", 31_536_000 if HTTPS else 0, at_least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]  # a load balancer asks for health without HTTPS
SESSION_ENGINE = "vidcon_portal.accounts.sessions"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = env_int("SESSION_COOKIE_AGE", 12 * 60 * 60, at_least=60)
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# Only behind a proxy that sets (and never passes on) this header; otherwise anyone could claim HTTPS.
if env_bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = env_int("ALLAUTH_TRUSTED_PROXY_COUNT", 1, at_least=1)

OIDC_URLS = [urlsplit(app["settings"]["server_url"]) for app in OIDC_APPS]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "object-src": [SELF],  # the preview of a paper
        "frame-src": [SELF],
        "manifest-src": [SELF],
        # Our form leads on to the provider, and browsers look at where a form ends up.
        "form-action": [SELF, *(f"{url.scheme}://{url.netloc}" for url in OIDC_URLS)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- Mail, jobs, log ------------------------------------------------------------------------------------------------

EMAIL_HOST = env_str("EMAIL_HOST", "")
EMAIL_PORT = env_int("EMAIL_PORT", 587, at_least=1)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = env_int("EMAIL_TIMEOUT", 15, at_least=1)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_str("DEFAULT_FROM_EMAIL", "Portal Vidcon <portal@localhost>")
# Without a mail server messages become files that one can open, so that nothing leaves a demo by mistake.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
# One at a time: Pango's fonts must not be shared by threads. The launcher keeps a second worker for what cannot wait.
# Timers alone would leave a thousand finished jobs a day.
PROCRASTINATE_WORKER_DEFAULTS = {"concurrency": 1, "delete_jobs": "successful"}

DEFAULT_EXCEPTION_REPORTER_FILTER = "vidcon_portal.error_reports.SilentFilter"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "INFO")},
    # At INFO each of them writes several lines for every job, paper or call; httpx would log a NIK in an address.
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("procrastinate", "weasyprint", "fontTools", "pyhanko", "httpx", "httpcore")
    },
}

# Which function counts the tasks of a hat, for the menu.
INBOX_COUNT = "bookings.inbox.inbox_count"

# Which functions hear that events of an office's past were entered.
AFTER_HISTORY = ("reports.statistics.months.forget_months",)

# Which function makes the file of an attachment when a mail is sent.
MAIL_ATTACHMENTS = {
    "calendar": "bookings.scheduling.invitations.attachment_of",
}

# Kinds of messages, whose words an office may replace.
MESSAGE_KINDS = ["bookings.messages.KINDS", "verification.messages.KINDS", "vidcon_portal.signups.messages.KINDS"]

# Which function says who may see the papers and files of an owner: the ground floor knows no wing.
DOCUMENT_OWNERS = {
    "booking": "bookings.permissions.may_see_file",
    "booking_internal": "bookings.permissions.may_see_internal_file",
    "incoming_letter": "bookings.permissions.may_see_letter_file",
    "recap": "reports.permissions.may_see_recap",
    "complaint": "reports.permissions.may_see_complaint_file",
    "destruction": "reports.permissions.may_see_destruction",
    "evaluation": "reports.permissions.may_see_evaluation",
    "survey_report": "reports.permissions.may_see_survey_report",
    "resource": "bookings.scheduling.permissions.may_see_photo",
}
