"""Sends lines to a service that proves its name: echo_client.py ADDRESS SPN"""

import sys

import mutauth

address, spn = sys.argv[1:]
try:
    with mutauth.connect(address, spn) as channel:
        print("proven:", channel.identity.service_key, file=sys.stderr)
        for line in sys.stdin:
            channel.send(line.encode())
            print((channel.receive() or b"").decode(), end="")
except mutauth.Error as error:
    sys.exit(mutauth.explain(error))
