"""The shape of every action: checked, atomic, on fresh rows, and able to say beforehand why it would be refused."""

from collections.abc import Callable, Sequence
from functools import update_wrapper
from inspect import signature
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.db import OperationalError, connection, models, transaction

from lianqun.office.accounts.models import User
from lianqun.office.actions.rows.refusals import Refused

Checked = ParamSpec("Checked")
Asked = ParamSpec("Asked")
Result = TypeVar("Result")
Check = Callable[Concatenate[User, Checked], Refused | None]
Prepare = Callable[..., dict[str, Any]]
ATTEMPTS = 5
CROSSED = ("40P01", "40001")
"""What PostgreSQL calls two transactions of which each waits for the other, or that cannot have run one after the other."""


def _is_crossed(error: OperationalError) -> bool:
    """Whether the database undid the whole transaction for the sake of another's, so that it may simply be tried again."""
    return getattr(error.__cause__, "sqlstate", None) in CROSSED and not connection.in_atomic_block


def _lock_rows(arguments: dict[str, Any]) -> None:
    """Read the rows given to an action again and hold them, so that the check speaks of what is true now."""
    for name, value in arguments.items():
        if name != "by" and isinstance(value, models.Model):
            value.refresh_from_db(from_queryset=type(value)._base_manager.select_for_update())


class Action(Generic[Checked, Asked, Result]):
    """A function that writes. Call it to act; ask `why_not` for the sentence that calling it would raise."""

    def __init__(self, act: Callable[Asked, Result], check: Check[Checked], prepare: Prepare | None) -> None:
        self._act = act
        self._check: Callable[..., Refused | None] = check
        self._prepare = prepare
        self._takes = signature(act)
        self._checked = self._named_by(check)
        self._prepared = [] if prepare is None else self._named_by(prepare)
        update_wrapper(self, act)

    def _named_by(self, part: Callable[..., Any]) -> list[str]:
        """The arguments that a check or a preparation asks for, beside `by`. Raises TypeError for one that the action does not take."""
        named = [name for name in signature(part).parameters if name != "by"]
        unknown = [name for name in named if name not in self._takes.parameters]
        if unknown:
            raise TypeError(f"{part.__name__} asks for {', '.join(unknown)}, which {self._act.__name__} does not take")
        return named

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Result:
        self._takes.bind(*args, **kwargs)  # a name that the action does not take is told before anything is done
        if self._prepare is not None:
            self._raise_refusal(kwargs)
            kwargs.update(self._prepare(**_only(self._prepared, kwargs)))
        for _ in range(ATTEMPTS - 1):
            try:
                return self._done_whole(*args, **kwargs)
            except OperationalError as error:
                if not _is_crossed(error):
                    raise
        return self._done_whole(*args, **kwargs)

    def _done_whole(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Result:
        with transaction.atomic():
            _lock_rows(kwargs)
            self._raise_refusal(kwargs)
            return self._act(*args, **kwargs)

    def _raise_refusal(self, arguments: dict[str, Any]) -> None:
        refusal = self._check(arguments.get("by"), **_only(self._checked, arguments))
        if refusal is not None:
            raise refusal

    def why_not(self, by: User | Any, /, *args: Checked.args, **kwargs: Checked.kwargs) -> str | None:
        """The sentence with which the action would be refused to this person now, or None if it may be done.

        Takes what the check asks for; what is not known yet may be left out.
        """
        refusal = self._check(by, *args, **kwargs)
        return None if refusal is None else refusal.sentence


def _only(names: Sequence[str], arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: arguments[name] for name in names if name in arguments}


def action(
    check: Check[Checked], *, prepare: Prepare | None = None
) -> Callable[[Callable[Asked, Result]], Action[Checked, Asked, Result]]:
    """Make a function an action: `check(by, …)` says first whether it is refused; all it writes is written or nothing.

    The check names those arguments of the action that matter to the refusal, each with a default, because a page asks before
    they are known. `prepare(…)` does slow work (reading a document, checking a folder) before the transaction begins, so that
    nobody else waits for it; what it returns is passed to the function as further arguments.
    """

    def made(act: Callable[Asked, Result]) -> Action[Checked, Asked, Result]:
        return Action(act, check, prepare)

    return made
