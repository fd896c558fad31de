"""The second of three tiers: asks the back end in its caller's name, never in its own.

middle.py ADDRESS SPN KEYTAB ACCOUNT BACK_ADDRESS BACK_SPN

"whoami" is asked as the caller: by the tickets that it handed over, else by the one that it came
with (constrained delegation). "whoami NAME" is asked as a user who did not come (protocol
transition), as a web server does whose users log in with a password of its own: here every caller
may say who it is for, so that the KDC's answer can be seen.
"""

import sys

import mutauth


def credential_for(identity, words):
    if len(words) > 1:
        return mutauth.Credential.for_user(own, words[1])
    return mutauth.Credential.for_caller(own, identity)


def answer(identity, request):
    try:
        acting = credential_for(identity, request.split())
        with mutauth.connect(back_address, back_spn, acting) as back:
            back.send(request.encode())
            return (back.receive() or b"").decode()
    except mutauth.Error as error:
        # A service for strangers would keep this for its own log.
        return f"refused: {mutauth.explain(error)}"


def serve(channel):
    try:
        for message in channel:
            channel.send(answer(channel.identity, message.decode()).encode())
    except mutauth.Error as error:
        refused(error)


def refused(error):
    print(mutauth.explain(error), file=sys.stderr)


address, spn, keytab, account, back_address, back_spn = sys.argv[1:]
own = mutauth.Credential.from_keytab(keytab, account)
policy = mutauth.Policy(keep_ticket=True, keep_delegated=True)
acceptor = mutauth.Acceptor(spn, keytab=keytab, account=account, policy=policy)
with mutauth.serve(serve, address, acceptor, refused=refused) as server:
    print("listening on", server.address, file=sys.stderr)
    server.wait_closed()
