"""Private Kerberos realms for tests.

    from mutauth_realm import Realm

    with Realm() as realm:
        subprocess.run(["kinit", "-kt", realm.keytab("alice"), "alice"], env=realm.environment)

    with Realm(kind="ad") as realm:
        subprocess.run(realm.command(["kinit", "-kt", realm.keytab("host1"), "host1$"]),
                       env=realm.environment)

A realm lives in one folder of its own and ends with the process that started it.
"""

from .errors import MissingServer, NotRunning, RealmError, StartFailure, Usage
from .realm import Realm

__all__ = ["MissingServer", "NotRunning", "Realm", "RealmError", "StartFailure", "Usage"]
__version__ = "0.1.0"
