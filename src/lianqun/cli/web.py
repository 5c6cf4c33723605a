"""`lianqun web`: the site and its worker, on the loopback address unless told otherwise."""

import argparse

HELP = "serve the site (with its worker); the folder is LIANQUN_HOME, ./var if that is not set"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: only this machine)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--administrator", metavar="NAME", help="make a first account; its password is asked for, or read from LIANQUN_PASSWORD"
    )


def run(args: argparse.Namespace) -> int:
    """Serve until stopped. 0 when it was stopped, 2 when the port is taken or the first account is refused."""
    from lianqun.cli._site import address_of, open_site, port_is_free, refuse_taken_port, say, serve

    if not port_is_free(args.host, args.port):
        return refuse_taken_port(args.host, args.port)
    open_site()
    if args.administrator and not _make_administrator(args.administrator):
        return 2
    say(address_of(args.host, args.port))
    return serve(args.host, args.port)


def _make_administrator(name: str) -> bool:
    import getpass
    import os

    from lianqun.cli._site import say
    from lianqun.office.actions.people import people
    from lianqun.office.actions.rows.refusals import Refused

    password = os.environ.get("LIANQUN_PASSWORD") or getpass.getpass(f"Password for {name}: ")
    try:
        user = people.create(by=None, username=name, password=password)
        people.grant(by=None, user=user, role="administrator")
    except Refused as refused:
        say(refused.sentence)
        return False
    return True
