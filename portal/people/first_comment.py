"""First comment: a visitor writes, tells name and address, confirms, and it is posted.

Or signs in, by password or passkey, instead of telling name and address. What was
written, a comment on a clause or a reply, is kept in the session from the first step,
so that nothing is lost by another way to sign in. Each step is a part of the panel, or
a page without htmx.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, cast

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import (
    ConfirmEmailVerificationCodeView,
    LoginView,
    SignupView,
)
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commentary.comments.discussion import commentary_url, form_in
from commentary.comments.forms import CommentForm
from commentary.comments.posting import posted, take_comment, version_read
from commentary.comments.views import show_reply_again
from commentary.models import Comment
from commentary.permissions import get_shown_comment_or_404
from commentary.reading.views import show_form_again
from commentary.responses import HtmxRequest, store_draft_form, take_draft_form
from commentary.text.markdown import render as render_markdown
from documents.languages import BY_CODE
from documents.models import Clause
from documents.permissions import get_clause_or_404
from portal.people.allauth_forms import FirstSignupForm
from portal.templatetags.account_menu import MENU, read_account

PAGE = "account/first_comment.html"
ACCOUNT = "account/includes/first_comment_account.html"
CODE = "account/includes/first_comment_code.html"
SIGN_IN = "account/includes/first_comment_sign_in.html"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a visitor writes: on a clause, or in reply to a comment."""

    clause: Clause
    parent: Comment | None = None

    def url(self, step: str = "") -> str:
        """Return the address of a step; by default of the form."""
        if self.parent is None:
            names = {"slug": self.clause.document.slug, "key": self.clause.key}
            return reverse(f"first-comment{step}", kwargs=names)
        return reverse(f"first-reply{step}", args=[self.parent.pk])

    @property
    def path(self) -> str:
        """The address whose form takes what is kept, once its author has signed in."""
        if self.parent is None:
            return commentary_url(self.clause)
        return reverse("commentary:comment-reply", args=[self.parent.pk])

    @property
    def page(self) -> str:
        """The page with that form."""
        if self.parent is None:
            return f"{self.clause.get_absolute_url()}#write"
        return self.path

    @property
    def place(self) -> str:
        """The element of the panel in which the form stands."""
        return "#write" if self.parent is None else f"#slot-{self.parent.pk}"

    @property
    def draft(self) -> str:
        """The name under which the browser keeps the draft (comment_form.js)."""
        return self.path if self.parent is None else f"reply:{self.parent.pk}"

    def form_in(self, request: HtmxRequest) -> CommentForm:
        """Return the form as it was sent."""
        return form_in(request, version_read(request, self.clause), self.parent)

    def show_again(self, request: HtmxRequest, form: CommentForm) -> HttpResponse:
        """Show the form as it was sent."""
        if self.parent is None:
            return show_form_again(request, self.clause, form)
        return show_reply_again(request, self.parent, form)


def find_destination(request: HttpRequest, **names: Any) -> Destination:
    """Return where an address lets one write, or raise Http404."""
    if "pk" in names:
        parent = get_shown_comment_or_404(request.user, names["pk"])
        return Destination(parent.clause, parent)
    clause = get_clause_or_404(request.user, names["slug"], names["key"])
    return Destination(clause)


@csrf_exempt  # pages for visitors are the same for all of them: they have no token
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HtmxRequest, **names: Any) -> HttpResponse:
    """Take what a visitor wrote, and ask who writes; nothing is published yet."""
    destination = find_destination(request, **names)
    if request.method != "POST":
        return HttpResponseRedirect(destination.page)
    refuse_other_sites(request)
    form = destination.form_in(request)
    is_asking = form.asks_only() or not form.is_valid()
    if is_asking or request.user.is_authenticated:
        return destination.show_again(request, form)
    store_draft_form(request, destination.path, submission=str(uuid.uuid4()))
    return render_step(request, destination, ACCOUNT, {"form": FirstSignupForm()})


def refuse_other_sites(request: HttpRequest) -> None:
    """Raise PermissionDenied unless the form was sent from a page of the portal."""
    # As Django does for forms with a token, so that the same origins are trusted.
    checks: Any = CsrfViewMiddleware(lambda _request: HttpResponse())
    if "Origin" not in request.headers or not checks._origin_verified(request):
        raise PermissionDenied


def read_draft(request: HttpRequest, destination: Destination) -> dict[str, str]:
    """Return the fields kept in the session for a destination; they stay there."""
    fields = take_draft_form(request, destination.path)
    if fields:
        store_draft_form(request, destination.path, only=fields)
    return fields


def render_step(
    request: HtmxRequest, destination: Destination, step: str, context: dict[str, Any]
) -> HttpResponse:
    """Render a step, with what was written, in the place of the form, or as a page."""
    kept = read_draft(request, destination)
    quoted = BY_CODE.get(kept.get("quote_language", ""))
    shown = {
        "step": step,
        "destination": destination,
        "account_url": destination.url("-account"),
        "code_url": destination.url("-code"),
        "sign_in_url": destination.url("-sign-in"),
        "passkey_url": destination.url("-passkey"),
        "html": render_markdown(kept.get("source", "")),
        "quote": kept.get("quote_exact", ""),
        "quote_lang": quoted.bcp47 if quoted else "",
        "quoted_words": kept.get("quoted_words", ""),
    }
    page = step if request.htmx else PAGE
    response = render(request, page, {**context, **shown})
    response["HX-Retarget"], response["HX-Reswap"] = destination.place, "innerHTML"
    return response


def lead_on(request: HtmxRequest, response: HttpResponse) -> HttpResponse:
    """Let a redirect leave the page: htmx would load its target into the panel."""
    if request.htmx and response.has_header("Location"):
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


class Step:
    """What the steps have in common, before a view of allauth's."""

    request: HtmxRequest
    destination: Destination
    shown: str  # the template

    def dispatch(self, request: HtmxRequest, **names: Any) -> HttpResponse:
        self.destination = find_destination(request, **names)
        answer: Any = redirect(self.destination.url())
        if read_draft(request, self.destination):
            answer = super().dispatch(request)  # type: ignore[misc] # of the view
        return lead_on(request, answer)

    def render_to_response(self, context: dict[str, Any], **_: Any) -> HttpResponse:
        return render_step(self.request, self.destination, self.shown, context)

    def get_success_url(self) -> str:
        """Return where a second factor, which has a page of its own, leads back."""
        page = self.request.htmx.current_url_abs_path if self.request.htmx else None
        return page or self.destination.page

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """Begin anew, where someone went back to another address."""
        clear_login(request)

    def post_if_signed_in(self, response: HttpResponse) -> HttpResponse:
        """Post what was written if its author has signed in now; else go on."""
        if not self.request.user.is_authenticated:
            return response
        # The request began as a visitor's, for whom times are in UTC.
        with timezone.override(self.request.user.zone):
            answer = post_first_comment(self.request, self.destination)
        answer.cookies.update(response.cookies)
        return answer


class FirstCommentAccount(Step, SignupView):  # type: ignore[misc] # allauth is untyped
    """Ask for name and address; send the code that confirms them."""

    shown = ACCOUNT

    def get_form_class(self) -> type[FirstSignupForm]:
        return FirstSignupForm

    def form_valid(self, form: FirstSignupForm) -> HttpResponse:
        # The answer is the same whether there is an account with this address or not.
        super().form_valid(form)
        request, view = self.request, FirstCommentCode.as_view()
        request.method = "GET"
        return cast(HttpResponse, view(request, **self.kwargs))


class FirstCommentCode(Step, ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    """Confirm the address by its code, and post what was written."""

    shown = CODE

    def form_valid(self, form: Any) -> HttpResponse:
        response = cast(HttpResponse, super().form_valid(form))
        if self._action == "resend":
            return self.render_to_response(self.get_context_data())
        if self.request.user.is_authenticated:
            messages.success(
                self.request,
                gettext(
                    "Your account has been created. To sign in the next time, set a"
                    " password or a passkey under “Your account”."
                ),
            )
        return self.post_if_signed_in(response)


class FirstCommentSignIn(Step, LoginView):  # type: ignore[misc] # allauth is untyped
    """Sign in by password, and post what was written."""

    shown = SIGN_IN

    def form_valid(self, form: Any) -> HttpResponse:
        return self.post_if_signed_in(cast(HttpResponse, super().form_valid(form)))


class FirstCommentPasskey(Step, LoginWebAuthnView):  # type: ignore[misc]
    """Sign in by passkey, and post what was written."""

    def get(self, request: HtmxRequest, *_: Any, **_names: Any) -> HttpResponse:
        """Lead to the step with the button."""
        return redirect(self.destination.url("-sign-in"))

    def form_valid(self, form: Any) -> HttpResponse:
        return self.post_if_signed_in(cast(HttpResponse, super().form_valid(form)))


def post_first_comment(request: HtmxRequest, destination: Destination) -> HttpResponse:
    """Post what was kept in the session by whoever has just signed in."""
    fields = take_draft_form(request, destination.path)
    data = QueryDict(mutable=True)
    data.update(fields)
    request.POST = data  # type: ignore[assignment] # as if sent in this request
    version = version_read(request, destination.clause)
    written = take_comment(request, version, parent=destination.parent)
    if isinstance(written, CommentForm):
        return destination.show_again(request, written)
    response = posted(request, written)
    if request.htmx:
        own = {**read_account(request, {}), "is_replacing": True}
        menu = render_to_string(MENU, own)
        response.content += menu.encode()
    return response
