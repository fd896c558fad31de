"""The last of three tiers: tells who calls. back_end.py ADDRESS SPN KEYTAB [ACCOUNT]"""

import sys

import mutauth


def tell(channel):
    print("called by", channel.identity.client, file=sys.stderr)
    try:
        for message in channel:
            channel.send(f"I see {channel.identity.client}".encode())
    except mutauth.Error as error:
        refused(error)


def refused(error):
    print(mutauth.explain(error), file=sys.stderr)


address, spn, keytab, *account = sys.argv[1:]
acceptor = mutauth.Acceptor(spn, keytab=keytab, account=account[0] if account else None)
with mutauth.serve(tell, address, acceptor, refused=refused) as server:
    print("listening on", server.address, file=sys.stderr)
    server.wait_closed()
