"""Search: words, queries and the clauses, documents and places that they find.

`words` folds texts, `functions` makes PostgreSQL do the same for its index, `query`
reads what people type, `vector` asks the index, `highlight` finds the words again in a
text, `terms` finds terms of the register in texts, `clauses`, `names` and `places` say
what may be found by whom.
"""
