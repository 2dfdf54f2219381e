"""URLs of quote repair."""

from __future__ import annotations

from django.urls import path

from commentary.quotes import views

urlpatterns = [
    path("quotes/", views.quote_list, name="quotes"),
    path("quotes/<int:pk>/", views.quote_place, name="quote-place"),
    path("quotes/<int:pk>/confirm/", views.quote_confirm, name="quote-confirm"),
    path("quotes/<int:pk>/leave/", views.quote_leave, name="quote-leave"),
    path("quotes/<int:pk>/choose/", views.quote_choose, name="quote-choose"),
]
