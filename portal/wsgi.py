"""The WSGI application that granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from portal.health import AnswerHealth, Pulse
from portal.observability.operators import AnswerOperators
from portal.timeouts import REQUESTS, limit_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django_application = get_wsgi_application()
limit_waits(REQUESTS)
pulse = Pulse()
pulse.start()
application = AnswerHealth(AnswerOperators(django_application), pulse)
