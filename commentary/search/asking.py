"""What a search asks for: its words, with those in capitals as they are meant."""

from __future__ import annotations

from commentary.search.find import count_comments
from commentary.search.forms import PageForm
from documents.search.query import Query, read_both_ways
from documents.search.vector import ask
from portal.people.models import Visitor


def read_words(user: Visitor, form: PageForm) -> tuple[Query, str]:
    """Return the query of a form, and what `ask` gives for it.

    Words in capitals are acronyms, unless the person would find nothing so: then they
    were words written loud. Two queries more for those.
    """
    for query in read_both_ways(form.asked("q")):
        asked = ask(query)
        if query.has_acronyms and _is_found(user, asked, form):
            break
    return query, asked


def _is_found(user: Visitor, asked: str, form: PageForm) -> bool:
    is_in_text = form.clauses.count(user, asked)
    return bool(is_in_text or count_comments(user, asked, form.comments()))
