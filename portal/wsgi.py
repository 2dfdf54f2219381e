"""The WSGI application that granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from portal.health import PULSE, AnswerHealth
from portal.observability.operators import AnswerOperators
from portal.timeouts import REQUESTS, limit_waits
from portal.watchdog import WATCHDOG, LimitWaiting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django_application = get_wsgi_application()
limit_waits(REQUESTS)
PULSE.start()
WATCHDOG.start(PULSE.is_away)
application = AnswerHealth(LimitWaiting(AnswerOperators(django_application)), PULSE)
