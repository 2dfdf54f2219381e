"""The settings as the type checker reads them.

modeltranslation replaces managers by classes it makes while starting, which no type
checker can resolve; without it every model has the manager that the code declares.
"""

from __future__ import annotations

from portal.settings import *  # noqa: F403 - every setting but one
from portal.settings import INSTALLED_APPS as EVERY_APP

# The admin's modules are not run either: they register translated models.
WITHOUT_THEM = {
    "modeltranslation": [],
    "django.contrib.admin": ["django.contrib.admin.apps.SimpleAdminConfig"],
}
INSTALLED_APPS = [name for app in EVERY_APP for name in WITHOUT_THEM.get(app, [app])]
