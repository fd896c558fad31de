"""Greets proven callers by HTTP: http_responder.py ADDRESS:PORT SPN KEYTAB [ACCOUNT]

HTTP's Negotiate (RFC 4559) proves both sides and protects no message, so what is asked of a context
is Level.CONNECT. Where the network is not trusted, TLS has to protect the rest. Browsers do not ask
the service to prove itself, and some clients send Kerberos' token without SPNEGO: mutual=False and
Mechanism.EITHER serve them too. Who asks for the proof gets it.
"""

from __future__ import annotations

import base64
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mutauth


class Responder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    # One that needs another leg, which comes on the same connection.
    negotiation: mutauth.Negotiation | None = None

    def do_GET(self) -> None:
        # RFC 9110 11.4: any number of blanks after the scheme.
        scheme, _, token = self.headers.get("Authorization", "").strip().partition(" ")
        if scheme.lower() != "negotiate":
            return self.answer(401, "Negotiate", "Who are you?\n")
        negotiation, self.negotiation = self.negotiation or acceptor.negotiation(), None
        try:
            answer = negotiation.step(base64.b64decode(token.strip(), validate=True)) or b""
        except ValueError:
            return self.answer(401, "Negotiate", "That is no token.\n")
        except mutauth.Error as error:
            # Why, is for the log; a caller that proved nothing gets Kerberos' own error at most.
            print("refused:", error, file=sys.stderr)
            return self.answer(401, negotiate(error.token or b""), "You have proved nothing.\n")
        proof = negotiate(answer)
        if not negotiation.done:
            self.negotiation = negotiation
            return self.answer(401, proof, "Go on.\n")
        caller = negotiation.finish().identity.client
        print("proven:", caller, file=sys.stderr)
        # The last token proves this service to the caller, who has to check it.
        return self.answer(200, proof, f"Hello {caller}.\n")

    def answer(self, code: int, authenticate: str, text: str) -> None:
        self.send_response(code)
        self.send_header("WWW-Authenticate", authenticate)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def negotiate(token: bytes) -> str:
    return " ".join(["Negotiate", base64.b64encode(token).decode()]).rstrip()


address, spn, keytab, *account = sys.argv[1:]
acceptor = mutauth.Acceptor(
    spn, keytab=keytab, account=account[0] if account else None,
    policy=mutauth.Policy(mechanism=mutauth.Mechanism.EITHER, level=mutauth.Level.CONNECT,
                          mutual=False))
host, _, port = address.rpartition(":")
with ThreadingHTTPServer((host, int(port)), Responder) as server:
    print("listening on", f"{host}:{server.server_port}", file=sys.stderr, flush=True)
    server.serve_forever()
