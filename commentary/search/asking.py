"""What a search asks for: its words, with those in capitals as they are meant."""

from __future__ import annotations

from commentary.search.find import count_comments
from commentary.search.forms import PageForm
from documents.search.query import Query, read_query
from documents.search.vector import ask
from portal.people.models import Visitor


def read_words(user: Visitor, form: PageForm) -> tuple[Query, str]:
    """Return the query of a form, and what `ask` gives for it.

    Words in capitals are acronyms, unless the person would find nothing so: then they
    were words written loud. Two queries more for those.
    """
    query = read_query(form.asked("q"), has_acronyms=True)
    asked = ask(query)
    if not query.has_acronyms or _is_found(user, asked, form):
        return query, asked
    query = read_query(form.asked("q"))
    return query, ask(query)


def _is_found(user: Visitor, asked: str, form: PageForm) -> bool:
    is_in_text = form.clauses.count(user, asked)
    return bool(is_in_text or count_comments(user, asked, form.comments()))
