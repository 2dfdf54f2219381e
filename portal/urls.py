"""Addresses of the portal; pages have a language prefix, all else has none."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from commentary.reading.urls import reading_pages
from documents.urls import urlpatterns as documents_pages
from portal import views
from portal.csp_reports import csp_report
from portal.people import first_comment

# The admin uses the same sign-in, with second factor and rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "portal.error_pages.bad_request"
handler403 = "portal.error_pages.permission_denied"
handler404 = "portal.error_pages.page_not_found"
handler500 = "portal.error_pages.server_error"

# Where a visitor writes, and the steps by which that is posted.
FIRST_COMMENTS = {
    "first-comment": "documents/<slug:slug>/clauses/<slug:key>/first-comment/",
    "first-reply": "comments/<int:pk>/first-reply/",
}
FIRST_COMMENT_STEPS: dict[str, Any] = {  # views of allauth, which is untyped
    "account": first_comment.FirstCommentAccount,
    "code": first_comment.FirstCommentCode,
    "sign-in": first_comment.FirstCommentSignIn,
    "passkey": first_comment.FirstCommentPasskey,
}
FIRST_COMMENT_PAGES = [
    page
    for name, address in FIRST_COMMENTS.items()
    for page in (
        path(address, first_comment.write, name=name),
        *(
            path(f"{address}{step}/", view.as_view(), name=f"{name}-{step}")
            for step, view in FIRST_COMMENT_STEPS.items()
        ),
    )
]
# One namespace for the pages of documents, whichever application provides them.
DOCUMENTS = [*documents_pages, *reading_pages]
urlpatterns = [
    path("language/<slug:code>/", views.choose_language, name="language-choose"),
    path("id/", include("documents.permalinks")),
    path("accounts/", include("portal.people.urls")),
    path("mail/", include("commentary.notices.mail_urls")),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path(settings.CSP_REPORTS.lstrip("/"), csp_report, name="csp-report"),
    path("admin/", admin.site.urls),
    # For "/" LocaleMiddleware redirects to the reader's best language.
    *i18n_patterns(
        path("", views.home, name="home"),
        path("help/", views.help_page, name="help"),
        path("", include("commentary.urls")),
        *FIRST_COMMENT_PAGES,
        path("documents/", include((DOCUMENTS, "documents"))),
    ),
]
