"""Views kept of the board and of lists: saved, found again as tabs, renamed, shared, deleted; and who may do which."""

from urllib.parse import parse_qs

import pytest
from django.test import Client
from tests.factories import make_user
from tests.web.pages.conftest import BACKEND, SignedIn

from lianqun.office.accounts.models import AuditEvent, SavedView, User
from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import ROLES
from lianqun.office.actions.people import saved_views as acts
from lianqun.office.actions.rows.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
BOARD = "/board?place=371400&status=delayed&steward=某丙"
LIST = "/lists/projects?place=371400&chain=dz-ic&f.stage=construction&sort=-investment_wan_yuan&columns=name&columns=stage"


def signed_in_as(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.cookies["django_language"] = "zh-hans"
    return client


def keep(client: Client, address: str, name: str) -> None:
    """Keep what the page at an address offers to keep."""
    page, query = client.get(address).content.decode(), address.partition("?")[2]
    path = address.partition("?")[0].strip("/")
    assert f'name="page" value="{path}"' in page
    client.post("/views", {"page": path, "query": query, "name": name}, headers={"referer": f"http://testserver{address}"})


@pytest.mark.parametrize("address", [BOARD, LIST])
def test_a_view_is_kept_with_all_its_filters_and_shown_as_a_tab(address: str) -> None:
    user = make_user(role="promotion", place_id="371400")
    client = signed_in_as(user)
    keep(client, address, " 我的项目 ")
    view = SavedView.objects.get()
    assert (view.name, view.user_id) == ("我的项目", user.pk)
    assert parse_qs(view.query) == parse_qs(address.partition("?")[2])
    page = client.get(f"/{view.page}?{view.query}").content.decode()
    tab = page[page.index(f'href="/{view.page}?{view.query.replace("&", "&amp;")}"') :]
    assert tab[: tab.index("</a>")].endswith("我的项目") and 'aria-current="page"' in tab[: tab.index("</a>")]
    assert "我的项目" not in signed_in_as(make_user(role="promotion", place_id="371400")).get(address).content.decode()


def test_the_same_name_takes_the_place_of_the_former(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    keep(client, BOARD, "一")
    keep(client, "/board?place=341100", "一")
    assert SavedView.objects.get().query == "place=341100"


def test_a_page_of_rows_is_no_filter_and_other_pages_keep_no_views(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    client.post("/views", {"page": "lists/projects", "query": "place=&page=3&file=csv&f.stage=signed", "name": "一"})
    assert SavedView.objects.get().query == "f.stage=signed&place="
    assert client.post("/views", {"page": "people", "query": "", "name": "二"}).status_code == 404
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_view_has_a_name(name: str) -> None:
    with pytest.raises(Refused) as refused:
        acts.keep(by=make_user(role="chief"), page="board", name=name, query="")
    assert refused.value.code == "no_name" and not SavedView.objects.exists()


def test_a_view_is_renamed_shared_and_deleted_by_pages() -> None:
    user = make_user(role="chief", place_id="371400")
    client = signed_in_as(user)
    keep(client, BOARD, "一")
    view = SavedView.objects.get()
    client.post(f"/views/{view.pk}/rename", {"name": "二"})
    client.post(f"/views/{view.pk}/share")
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("二", True)
    colleague = signed_in_as(make_user(role="steward", place_id="371402"))
    assert "二</a>" not in colleague.get("/board?place=371402").content.decode(), "the place of the view is not theirs"
    deputy = signed_in_as(make_user(role="steward", place_id="371400"))
    page = deputy.get("/board?place=371400").content.decode()
    assert "二</a>" in page and f"/views/{view.pk}/" not in page, "seen, and not changed by others"
    client.post(f"/views/{view.pk}/unshare")
    assert "二</a>" not in deputy.get("/board?place=371400").content.decode()
    client.post(f"/views/{view.pk}/delete")
    assert not SavedView.objects.exists()
    told = AuditEvent.objects.filter(type__startswith="view.").order_by("pk").values_list("type", flat=True)
    assert list(told) == ["view.keep", "view.rename", "view.share", "view.share", "view.remove"]


@pytest.mark.parametrize("role", ROLES)
def test_who_may_share_and_who_may_change(role: str) -> None:
    owner, user = make_user(role="administrator"), make_user(role=role)
    theirs = acts.keep(by=owner, page="board", name="一", query="")
    own = acts.keep(by=user, page="board", name="一", query="")
    if has_permission(user, Permission.VIEW_SHARE):
        assert acts.share(by=user, view=own, shared=True).is_shared
    else:
        with pytest.raises(Refused) as refused:
            acts.share(by=user, view=own, shared=True)
        assert refused.value.code == "not_allowed"
    assert not acts.share(by=user, view=own, shared=False).is_shared
    for act in (
        lambda: acts.rename(by=user, view=theirs, name="x"),
        lambda: acts.share(by=user, view=theirs, shared=True),
        lambda: acts.remove(by=user, view=theirs),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not_yours"
    theirs.refresh_from_db()
    assert (theirs.name, theirs.is_shared) == ("一", False)


def test_a_name_is_kept_once_a_page_and_not_more_than_fifty_views() -> None:
    user = make_user(role="chief")
    first, second = (acts.keep(by=user, page="board", name=name, query="") for name in ("一", "二"))
    with pytest.raises(Refused) as refused:
        acts.rename(by=user, view=second, name="一")
    assert refused.value.code == "name_taken" and acts.rename(by=user, view=first, name="一").name == "一"
    for number in range(48):
        acts.keep(by=user, page="board", name=str(number), query="")
    with pytest.raises(Refused) as refused:
        acts.keep(by=user, page="board", name="多", query="")
    assert refused.value.code == "too_many"
    assert acts.keep(by=user, page="board", name="二", query="status=over").query == "status=over"
