"""Addresses of moderation, part of commentary's own (commentary/urls.py)."""

from __future__ import annotations

from django.urls import path

from commentary.views import (
    appealing,
    moderating,
    moderation_log,
    reporting,
    suspending,
)

urlpatterns = [
    path("comments/<int:pk>/report/", reporting.comment_report, name="comment-report"),
    path(
        "comments/<int:pk>/decision/",
        appealing.comment_decision,
        name="comment-decision",
    ),
    path("suspension/", appealing.own_suspension, name="own-suspension"),
    path("moderation/", moderating.queue, name="moderation-queue"),
    path(
        "moderation/comments/<int:pk>/", moderating.comment_case, name="moderation-case"
    ),
    path(
        "moderation/comments/<int:pk>/claim/",
        moderating.comment_claim,
        name="moderation-claim",
    ),
    path(
        "moderation/people/<int:pk>/",
        suspending.account_case,
        name="moderation-account",
    ),
    path("moderation/log/", moderation_log.log, name="moderation-log"),
    path(
        "moderation/log.<str:form>",
        moderation_log.log_file,
        name="moderation-log-file",
    ),
]
