"""The site as a WSGI application."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from lianqun.office.outside.parents import when_orphaned

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqun.office.settings")
application = get_wsgi_application()

from lianqun.office.pages.warming import warm  # noqa: E402  (Django must be set up first)

warm()
if os.environ.get("LIANQUN_ENDS_WITH_PARENT"):
    when_orphaned(lambda: os.kill(os.getpid(), signal.SIGKILL))
