#!/usr/bin/env python
"""Django's own commands on this site: `.venv/bin/python manage.py migrate`, `makemigrations`, `shell`, `runserver`, `dbshell` …"""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqun.office.settings")
    execute_from_command_line(sys.argv)
