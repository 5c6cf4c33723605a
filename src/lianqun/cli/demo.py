"""`lianqun demo`: the running site on the demonstration data, with one account a role."""

import argparse
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import lianqun

if TYPE_CHECKING:
    from lianqun.office.accounts.models import User

HELP = "open the site on the demonstration data of three cities, and a model region beside them"
PASSWORD = "lianqun-demo"
OFFICES = {"approver": "county_investment", "chief": "city_investment"}
# How large the model region is.
MODEL = {"projects": 600, "firms": 1_500, "years": 2}
# Roles that are held for one place; the others are held for all.
PLACES = {"promotion": "371400", "steward": "341100", "desk": "120114", "enterprise": "371400"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: only this machine)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--examples", type=Path, default=examples_folder(), help=argparse.SUPPRESS)
    parser.add_argument("--prepare-only", action="store_true", help="load everything, serve nothing")


def examples_folder() -> Path:
    """Where the demonstration data lies in a checkout."""
    return Path(lianqun.__file__).parents[2] / "examples" / "three-cities"


def run(args: argparse.Namespace) -> int:
    """Load what is not loaded yet and serve. 0 stopped, 1 the data was refused, 2 no examples or the port is taken."""
    from lianqun.cli._site import open_site, port_is_free, refuse_taken_port, say, serve

    if not (args.examples / "datapackage.json").is_file():
        say(f"找不到示例数据：{args.examples}\nThe demonstration data is not there; run this in a checkout of the project.")
        return 2
    if not args.prepare_only and not port_is_free(args.host, args.port):
        return refuse_taken_port(args.host, args.port)
    open_site()
    from lianqun.office.actions.rows.refusals import Refused

    try:
        prepare(args.examples)
    except Refused as refused:
        say(refused.sentence)
        return 1
    if args.prepare_only:
        return 0
    _print_welcome(args.host, args.port)
    return serve(args.host, args.port)


def prepare(examples: Path) -> None:
    """Data, accounts and documents, each only where it is missing, so that a second start is quick."""
    from lianqun.cli._site import Ticker, say
    from lianqun.office.accounts.roles import ROLES
    from lianqun.office.actions.tables.data_sets import import_folder
    from lianqun.office.queries.rows.realm import first_generated_place
    from lianqun.office.registry.models import Place

    if not Place.objects.exists():
        say(f"loading {examples.name} …")
        import_folder(by=None, folder=examples, progress=Ticker())
    if not first_generated_place():
        _load_model_region()
    accounts = {role: _account(role, PLACES.get(role, "")) for role in ROLES}
    _read_documents(accounts["administrator"])


def _load_model_region() -> None:
    """A small model region beside the three cities, up to today; nothing of it is added to them."""
    from lianqun.cli._site import Ticker, say
    from lianqun.generate import Plan, generate
    from lianqun.office.actions.tables.data_sets import import_folder
    from lianqun.tables import save

    say("generating the model region …")
    with TemporaryDirectory() as folder:
        save(generate(Plan(date.today(), **MODEL)), Path(folder))
        import_folder(by=None, folder=Path(folder), progress=Ticker())


def _account(role: str, place_id: str) -> "User":
    from lianqun.office.accounts.models import User
    from lianqun.office.accounts.roles import ROLES
    from lianqun.office.actions.people import people
    from lianqun.office.registry.models import Need, Place

    known = User.objects.filter(username=role).first()
    if known is not None:
        return known
    place_id = place_id if Place.objects.filter(pk=place_id).exists() else ""
    firm = Need.objects.exclude(organization=None).filter(place_id=place_id).values_list("organization_id", flat=True).first()
    user = people.create(
        by=None,
        username=role,
        password=PASSWORD,
        name=ROLES[role].name_zh,
        organization_id=(firm or "") if role == "enterprise" else "",
    )
    people.grant(by=None, user=user, role=role, place_id=place_id)
    people.set_office(by=None, user=user, office=OFFICES.get(role, ""))
    return user


def _read_documents(by: "User") -> None:
    """Every document whose file came with the data set is read as an uploaded one would be."""
    from lianqun.cli._site import Ticker, say
    from lianqun.office.actions.read import documents
    from lianqun.office.evidence.models import Document
    from lianqun.office.outside import files

    unread = [
        document for document in Document.objects.exclude(file="").order_by("pk") if not files.text_path(document.pk).exists()
    ]
    if unread:
        say(f"reading {len(unread)} documents …")
    tell = Ticker()
    for number, document in enumerate(unread):
        tell(number, len(unread), document.title)
        documents.reread(by=by, document=document)


def _print_welcome(host: str, port: int) -> None:
    from lianqun.cli._site import address_of
    from lianqun.office.accounts.roles import ROLES

    print(f"\n  链群 Lianqun  {address_of(host, port)}\n\n  账号 account      密码 password     角色 role")
    for role in ROLES:
        print(f"  {role:17} {PASSWORD:16} {ROLES[role].name_zh} {ROLES[role].name_en}")
    print("\n  Ctrl-C 停止 stops the site.\n", flush=True)
