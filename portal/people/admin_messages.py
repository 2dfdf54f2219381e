"""Admin messages: those of Django that the portal words itself.

Django puts the name of a model where Russian asks for an accusative, a genitive or a
participle of its gender, and a name has one form only. Here each is said so that the
name stands in the nominative. Our catalogues win over Django's; that a message is named
here is what puts it into them.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

MESSAGES: Final = (
    # Translators: titles of pages and of buttons; the placeholder is a model's name
    _("Add %s"),
    _("Change %s"),
    _("View %s"),
    _("Select %s"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Add %(name)s"),
    _("Add another %(verbose_name)s"),
    _("Cannot delete %(name)s"),
    _("Delete selected %(verbose_name_plural)s"),
    # Translators: what was done; {name} is a model's name, {obj} names the object
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    # Translators: the history of an object: what was done to others beside it
    _("Added {name} “{object}”."),
    _("Changed {fields} for {name} “{object}”."),
    _("Deleted {name} “{object}”."),
    # Translators: a deletion is to be confirmed; a list follows
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All'
        " of the following related items will be deleted:"
    ),
    _(
        "Are you sure you want to delete the selected %(objects_name)s? All of the"
        " following objects and their related items will be deleted:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting"
        " related objects, but your account doesn't have permission to delete the"
        " following types of objects:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the"
        " following protected related objects:"
    ),
    _(
        "Deleting the selected %(objects_name)s would result in deleting related"
        " objects, but your account doesn't have permission to delete the following"
        " types of objects:"
    ),
    _(
        "Deleting the selected %(objects_name)s would require deleting the following"
        " protected related objects:"
    ),
)
