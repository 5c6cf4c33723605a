"""The shape of every action: checked, atomic, on fresh rows, and able to say beforehand why it would be refused."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import models, transaction

from lianqun.office.accounts.models import User
from lianqun.office.actions.rows.refusals import Refused

Asked = ParamSpec("Asked")
Result = TypeVar("Result")
Check = Callable[..., Refused | None]
Prepare = Callable[..., dict[str, Any]]


def _lock_rows(arguments: dict[str, Any]) -> None:
    """Read the rows given to an action again and hold them, so that the check speaks of what is true now."""
    for name, value in arguments.items():
        if name != "by" and isinstance(value, models.Model):
            value.refresh_from_db(from_queryset=type(value)._base_manager.select_for_update())


class Action(Generic[Asked, Result]):
    """A function that writes. Call it to act; ask `why_not` for the sentence that calling it would raise."""

    def __init__(self, act: Callable[Asked, Result], check: Check, prepare: Prepare | None) -> None:
        self._act = act
        self._check = check
        self._prepare = prepare
        update_wrapper(self, act)

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Result:
        if self._prepare is not None:
            self._raise_refusal(kwargs)
            kwargs.update(self._prepare(**kwargs))
        with transaction.atomic():
            _lock_rows(kwargs)
            self._raise_refusal(kwargs)
            return self._act(*args, **kwargs)

    def _raise_refusal(self, arguments: dict[str, Any]) -> None:
        refusal = self._check(**arguments)
        if refusal is not None:
            raise refusal

    def why_not(self, user: User | Any, /, **arguments: Any) -> str | None:
        """The sentence with which the action would be refused to this person now, or None if it may be done.

        Arguments that do not matter to the refusal may be left out.
        """
        refusal = self._check(by=user, **arguments)
        return None if refusal is None else refusal.sentence


def action(check: Check, *, prepare: Prepare | None = None) -> Callable[[Callable[Asked, Result]], Action[Asked, Result]]:
    """Make a function an action: `check(by=…, …)` says first whether it is refused; all it writes is written or nothing.

    `prepare(by=…, …)` does slow work (reading a document, checking a folder) before the transaction begins, so that
    nobody else waits for it; what it returns is passed to the function as further arguments.
    """

    def made(act: Callable[Asked, Result]) -> Action[Asked, Result]:
        return Action(act, check, prepare)

    return made
