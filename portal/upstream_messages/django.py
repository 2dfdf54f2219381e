"""Messages of Django's forms, accounts and administration.

Django puts the name of a model where Russian asks for an accusative, a genitive or a
participle of its gender, and a name has one form only: MODELS are said so that the name
stands in the nominative. WORDS are those whose translation by Django is missing, wrong,
or another than the portal's own for the same thing.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

MODELS: Final = (
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
    # Translators: titles of the icons beside a field; no straight quotation marks here,
    # as they would end the attribute
    _("Change selected %(model)s"),
    _("Add another %(model)s"),
    _("Delete selected %(model)s"),
    _("View selected %(model)s"),
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
WORDS: Final = (
    # Translators: what stands between a field's label and the field
    _(":"),
    # Translators: sign out; in Chinese 注销 is kept for closing an account for good
    _("Log out"),
    _("Change password"),
    # Translators: a button: add an object
    _("Add"),
    # Translators: in the list "My actions", which is empty
    _("None available"),
    # Translators: the groups of Django are the roles of the portal
    _("groups"),
    _("group"),
    # Translators: a property of an account, and the title of a filter
    _("active"),
    # Translators: a property of an account: may sign in to the administration
    _("staff status"),
    # Translators: a link in a list's filters: show how many objects each has
    _("Show counts"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    # Translators: hidden heads of the table on the first page of the administration
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    # Translators: begins the title of a page whose form has errors
    _("Error:"),
    _("Forgotten your login credentials?"),
    _("In case you’ve forgotten, you are:"),
    _(
        "Whether the user will be able to authenticate using a password or not. If"
        " disabled, they may still be able to authenticate using other backends, such"
        " as Single Sign-On or LDAP."
    ),
    # Translators: what is wrong with what was typed into a field
    _("This field is required."),
    _("Enter a valid email address."),
    _("Enter a valid date."),
    _("Enter a valid value."),
    _("Enter a whole number."),
    _("Null characters are not allowed."),
    # Translators: a choice was made that is not offered
    _("Select a valid choice. That choice is not one of the available choices."),
    _("%(model)s instance with %(field)s %(value)r is not a valid choice."),
)
