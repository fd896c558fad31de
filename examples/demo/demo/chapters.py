"""The story from its beginning to its end."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .proving import Proving
from .refusals import Refusals
from .service import Service
from .stage import ALICE, REALM, SERVE_WEB, set_up
from .story import Story, say


def tell() -> int:
    with tempfile.TemporaryDirectory(prefix="mutauth-demo-") as folder:
        set_up(Path(folder))
        web = Service("websvc", *SERVE_WEB, "--allow", ALICE)
        try:
            return _story(web).tell()
        finally:
            web.stop()


def _story(web: Service) -> Story:
    print("Mutual authentication: two programs prove who they are before any other byte moves.")
    say(f"All this happens in {REALM}, a private realm that exists for this story only.")
    told = Proving(web)
    refused = Refusals(told)
    story = Story()
    story.add("The administrator registers the service's name", told.register)
    story.add("The client composes the same name by itself", told.compose_as_client)
    story.add("Service and client prove themselves to each other", told.prove)
    story.add("A sealed call is answered, and the service knows who called", told.call)
    story.add("Must fail: an impostor without the key", refused.impostor)
    story.add("Must fail: a service with the key of another account", refused.wrong_account)
    story.add("Must fail: a client without a ticket", refused.no_ticket)
    story.add("Must fail: a name that nobody registered", refused.unknown_name)
    story.add("Must fail: a call that was changed on its way", refused.tampering)
    story.add("Must fail: a client that is not allowed", refused.not_allowed)
    story.add("Must fail: the name after it was taken off the account", refused.unregistered)
    return story
