"""The table of roles, in the database and in the administration."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from portal.people.models import RoleGroup, User
from portal.people.roles import ROLES, Role, give_role, role_label, settle_staff
from tests.base import LANGUAGES, signed_in
from tests.factories import make_member

pytestmark = pytest.mark.django_db
NAMES: dict[str, list[str]] = {
    "zh-hans": ["评注者", "编辑", "发布员", "审核员", "管理员"],
    "ru": ["комментатор", "редактор", "публикатор", "модератор", "администратор"],
    "en": [str(role) for role in ROLES],
}


def test_the_database_holds_the_table() -> None:
    stored = {
        group.name: {
            f"{permission.content_type.app_label}.{permission.codename}"
            for permission in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }
    assert stored == {str(role): set(names) for role, names in ROLES.items()}


def test_a_higher_role_can_what_the_lower_can() -> None:
    table = {role: set(names) for role, names in ROLES.items()}
    assert table[Role.COMMENTATOR] <= table[Role.EDITOR] < table[Role.PUBLISHER]
    for role in ROLES:
        assert table[role] <= table[Role.ADMINISTRATOR]


class TestGivingARole:
    @pytest.mark.parametrize("role", ROLES)
    def test_opens_the_administration(self, role: Role) -> None:
        user = make_member(role)
        expected = 302 if role is Role.COMMENTATOR else 200
        assert signed_in(user).get("/admin/").status_code == expected

    def test_taking_it_closes_it(self) -> None:
        user = make_member(Role.EDITOR)
        user.groups.clear()
        settle_staff(user)
        user.refresh_from_db()
        assert not user.is_staff

    def test_may_do_everything_needs_no_role(self) -> None:
        root = User.objects.create_superuser("root@example.org")
        settle_staff(root)
        assert root.is_staff


@pytest.mark.parametrize("code", LANGUAGES)
class TestNames:
    def test_in_the_administration(self, code: str) -> None:
        client = signed_in(User.objects.create_superuser("root@example.org"))
        pages = ["/admin/portal/rolegroup/", "/admin/portal/user/"]
        bob = make_member(Role.EDITOR)
        for page in (*pages, f"/admin/portal/user/{bob.pk}/change/"):
            html = client.get(page, headers={"accept-language": code}).text
            for name in NAMES[code]:
                assert name in html, page


def test_another_group_keeps_its_name() -> None:
    assert str(RoleGroup.objects.create(name="Guests")) == "Guests"
    assert role_label("Guests") == "Guests"


class TestAnAdministrator:
    @pytest.fixture
    def client(self) -> Client:
        return signed_in(make_member(Role.ADMINISTRATOR))

    def test_gives_roles(self, client: Client) -> None:
        bob = make_member(Role.COMMENTATOR)
        sent = {"email": bob.email, "is_active": "on"}
        groups = [Group.objects.get(name=Role.PUBLISHER).pk]
        page = f"/admin/portal/user/{bob.pk}/change/"
        assert client.post(page, {**sent, "groups": groups}).status_code == 302
        bob.refresh_from_db()
        assert bob.is_staff
        assert bob.has_perm("documents.publish_edition")

    def test_gives_nobody_everything(self, client: Client) -> None:
        bob = make_member(Role.COMMENTATOR)
        page = f"/admin/portal/user/{bob.pk}/change/"
        assert 'name="is_superuser"' not in client.get(page).text
        sent = {"email": bob.email, "is_active": "on", "is_superuser": "on"}
        sent |= {"is_staff": "on"}
        client.post(page, sent)
        bob.refresh_from_db()
        assert not bob.is_superuser
        assert not bob.is_staff

    def test_does_not_touch_who_may_do_everything(self, client: Client) -> None:
        root = User.objects.create_superuser("root@example.org", "first")
        page = f"/admin/portal/user/{root.pk}"
        sent = {"email": "mine@example.org", "is_active": "on"}
        assert client.post(f"{page}/change/", sent).status_code == 403
        new = {"usable_password": "true", "password1": "x9-y8-z7", "password2": ""}
        assert client.post(f"{page}/password/", new).status_code == 403
        root.refresh_from_db()
        assert root.check_password("first")
        assert root.email == "root@example.org"


def test_giving_twice_changes_nothing() -> None:
    user = make_member(Role.EDITOR)
    give_role(user, Role.EDITOR)
    assert user.groups.count() == 1
