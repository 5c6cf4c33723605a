"""Settings of the site, all from the environment: LIANQUN_HOME, DATABASE_URL, LIANQUN_SECRET, LIANQUN_HOSTS, LIANQUN_DEBUG, LIANQUN_NAMES, LIANQUN_SOURCES, LIANQUN_SECOND_…."""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("LIANQUN_HOME", "var")).resolve()
ASSETS = PACKAGE.parent / "maps" / "assets"


def _secret() -> str:
    """The signing key: from the environment, or made once and kept in the site's own folder."""
    given = os.environ.get("LIANQUN_SECRET")
    if given:
        return given
    file = HOME / "secret"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
        file.chmod(0o600)
    return file.read_text(encoding="ascii")


def _database() -> dict[str, object]:
    """The PostgreSQL that DATABASE_URL names, else SQLite in one file of the site's own folder."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        HOME.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "lianqun.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
            },
        }
    named = dj_database_url.parse(url)
    # Backups and the first start look for SQLite in the site's own folder only, so an address of another file would mislead.
    if not named["ENGINE"].endswith(".postgresql"):
        raise ImproperlyConfigured("DATABASE_URL names a PostgreSQL: postgresql://user:password@host/name. Unset it for SQLite.")
    return {**named, "OPTIONS": {"pool": True, **named.get("OPTIONS", {})}}


DEBUG = os.environ.get("LIANQUN_DEBUG") == "1"
SECRET_KEY = _secret()
ALLOWED_HOSTS = os.environ.get("LIANQUN_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
DATABASES = {"default": _database()}
AUTH_USER_MODEL = "accounts.User"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "axes",
    "lianqun.office.accounts",
    "lianqun.office.evidence",
    "lianqun.office.registry",
    "lianqun.office.jobs",
]
MIDDLEWARE = [
    "lianqun.office.accounts.requests.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lianqun.office.pages.realms.RealmMiddleware",
    "lianqun.office.api.problems.NotAllowedMiddleware",
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# The sign-in page says itself that an account is locked, so axes' middleware with its own answer is left out.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
ROOT_URLCONF = "lianqun.office.urls"
WSGI_APPLICATION = "lianqun.office.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {"environment": "lianqun.office.pages.environment.environment"},
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "static/"
STATICFILES_DIRS = [ASSETS] if ASSETS.is_dir() else []
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILES = HOME / "files"
# The name model reads with the rules where it is installed: docs/howto/read-with-the-register.md
NAMES = os.environ.get("LIANQUN_NAMES") == "1"
# Empty, as it is by default, means that no language model is ever asked: docs/howto/use-a-second-reader.md
SOURCES = os.environ.get("LIANQUN_SOURCES")
SECOND_READER = {name: value for name, value in os.environ.items() if name.startswith("LIANQUN_SECOND_")}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"} for name in ("MinimumLengthValidator", "CommonPasswordValidator")
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
