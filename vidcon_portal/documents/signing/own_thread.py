"""Calls that start an event loop of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def in_own_thread(call: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """The answer of ``call``, made where no event loop runs yet.

    pyHanko's synchronous functions call ``asyncio.run``, which refuses in a thread that has a running loop (an ASGI
    server, a browser that is driven). ``call`` must not use the database: connections belong to their thread.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(call, *args, **kwargs).result()
