"""Messages of Django and allauth that the portal words itself, one module a package.

Our catalogues come before those of the packages: what is named here is extracted into
them and translated there, also into English, in the words of `portal/locale/STYLE.md`.
`manage.py catalogues check` names a message that its package no longer has.
"""
