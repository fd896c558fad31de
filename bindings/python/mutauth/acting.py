"""Taking the user that a caller is along with a task, on purpose and never by accident.

A thread that acts as a user does so until it reverts, whatever task it runs meanwhile. So an event
loop's own thread acts as nobody: what is to be done as the caller goes to another thread, and that
thread is itself again before it takes its next task.

    async def handle(channel):
        with mutauth.acting.on_behalf_of(users.find(channel.identity)):
            content = await mutauth.acting.in_thread(read, path)
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Callable, Optional, TypeVar

from ._errors import WrongState
from ._mutauth import LocalUser, impersonated_user

_T = TypeVar("_T")

_user: ContextVar[Optional[LocalUser]] = ContextVar("mutauth.acting", default=None)


@contextmanager
def on_behalf_of(user: LocalUser) -> Iterator[LocalUser]:
    """Note for whom this task works. No thread acts as the user before in_thread or carry.

    Tasks that are started inside work for the same user; others do not.
    """
    token = _user.set(user)
    try:
        yield user
    finally:
        _user.reset(token)


def current() -> Optional[LocalUser]:
    """For whom this task works, else whom this thread acts as; None if for itself."""
    return _user.get() or impersonated_user()


def carry(function: Callable[..., _T]) -> Callable[..., _T]:
    """The function, to be run on any thread as the user for whom this task works now.

    Raises WrongState if there is none: a task for nobody must not run as the service by mistake.
    """
    user = current()
    if user is None:
        raise WrongState("this task works for no user")
    run = user.run

    @functools.wraps(function)
    def carried(*args: Any, **kwargs: Any) -> _T:
        return run(function, *args, **kwargs)

    return carried


async def in_thread(function: Callable[..., _T], *args: Any, **kwargs: Any) -> _T:
    """Run function(*args, **kwargs) on another thread as the user for whom this task works."""
    return await asyncio.to_thread(carry(function), *args, **kwargs)
