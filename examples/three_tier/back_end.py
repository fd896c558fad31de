"""The last of three tiers: tells who calls. back_end.py ADDRESS SPN KEYTAB [ACCOUNT]"""

import math
import sys
import threading

import mutauth


def serve(connection):
    try:
        with connection, acceptor.open(connection) as channel:
            print("called by", channel.identity.client, file=sys.stderr)
            for message in channel:
                channel.send(f"I see {channel.identity.client}".encode())
    except mutauth.Error as error:
        print(mutauth.explain(error), file=sys.stderr)


address, spn, keytab, *account = sys.argv[1:]
acceptor = mutauth.Acceptor(spn, keytab=keytab, account=account[0] if account else None)
with mutauth.listen(address) as listener:
    print("listening on", listener.address, file=sys.stderr)
    while True:
        threading.Thread(target=serve, args=[listener.accept(math.inf)], daemon=True).start()
