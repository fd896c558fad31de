"""Sends back what proven clients send: echo_server.py ADDRESS SPN KEYTAB [ACCOUNT]"""

import sys

import mutauth


def echo(channel: mutauth.Channel) -> None:
    print("proven:", channel.identity.client, file=sys.stderr)
    try:
        for message in channel:
            channel.send(message)
    except mutauth.Error as error:
        refused(error)


def refused(error: Exception) -> None:
    print(mutauth.explain(error), file=sys.stderr)


address, spn, keytab, *account = sys.argv[1:]
acceptor = mutauth.Acceptor(spn, keytab=keytab, account=account[0] if account else None)
with mutauth.serve(echo, address, acceptor, refused=refused) as server:
    print("listening on", server.address, file=sys.stderr)
    server.wait_closed()
