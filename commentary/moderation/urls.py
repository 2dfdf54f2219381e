"""URLs of moderation, included by commentary/urls.py."""

from __future__ import annotations

from django.urls import path

from commentary.moderation import log_views, report_views, views

urlpatterns = [
    path(
        "comments/<int:pk>/report/", report_views.comment_report, name="comment-report"
    ),
    path(
        "comments/<int:pk>/decision/",
        report_views.comment_decision,
        name="comment-decision",
    ),
    path("suspension/", report_views.own_suspension, name="own-suspension"),
    path("moderation/", views.queue, name="moderation-queue"),
    path("moderation/comments/<int:pk>/", views.comment_case, name="moderation-case"),
    path(
        "moderation/comments/<int:pk>/claim/",
        views.comment_claim,
        name="moderation-claim",
    ),
    path(
        "moderation/people/<int:pk>/",
        views.account_case,
        name="moderation-account",
    ),
    path("moderation/log/", log_views.log, name="moderation-log"),
    path(
        "moderation/log.<str:form>",
        log_views.log_file,
        name="moderation-log-file",
    ),
]
