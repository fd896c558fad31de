"""Gets a page of a service that proves its name: http_caller.py ADDRESS:PORT SPN [PATH]

Prints the page only once the service has proved itself by the token that comes with it (RFC 4559).
"""

import base64
import http.client
import sys

import mutauth


def get(
    connection: http.client.HTTPConnection, path: str, negotiation: mutauth.Negotiation
) -> tuple[int, bytes]:
    """The page, after a leg or more of the negotiation."""
    token = negotiation.step() or b""
    while True:
        given = "Negotiate " + base64.b64encode(token).decode()
        connection.request("GET", path, headers={"Authorization": given})
        response = connection.getresponse()
        page = response.read()
        scheme, _, proof = response.getheader("WWW-Authenticate", "").partition(" ")
        if scheme.lower() != "negotiate" or not proof:
            sys.exit(f"no proof of who answers: {response.status} {response.reason}")
        token = negotiation.step(base64.b64decode(proof, validate=True)) or b""
        if negotiation.done and not token:
            return response.status, page
        if response.status != 401 or not token:
            sys.exit("the service ended before it had proved who it is")


address, spn, *path = sys.argv[1:]
policy = mutauth.Policy(mechanism=mutauth.Mechanism.NEGOTIATE, level=mutauth.Level.CONNECT)
try:
    with mutauth.client(spn, policy=policy) as negotiation:
        connection = http.client.HTTPConnection(address, timeout=30)
        status, page = get(connection, path[0] if path else "/", negotiation)
        print("proven:", negotiation.finish().identity.service_key, file=sys.stderr)
except (ValueError, OSError, http.client.HTTPException) as error:
    sys.exit(f"no answer: {error}")
except mutauth.Error as error:
    sys.exit(mutauth.explain(error))
print(page.decode(), end="")
sys.exit(0 if status == 200 else f"status {status}")
