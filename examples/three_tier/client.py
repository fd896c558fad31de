"""The first of three tiers: client.py ADDRESS SPN never|if-trusted|always [NAME]

Says what the back end sees. The word tells whether the middle is handed this user's tickets, with
which it could do more than it needs to: where the KDC lets it act for its callers, "never" is best.
"""

import sys

import mutauth

RULES = {
    "never": mutauth.Delegation.NEVER,
    "if-trusted": mutauth.Delegation.IF_TRUSTED,
    "always": mutauth.Delegation.ALWAYS,
}

address, spn, rule, *name = sys.argv[1:]
try:
    policy = mutauth.Policy(delegation=RULES[rule])
    with mutauth.connect(address, spn, policy=policy) as channel:
        channel.send(" ".join(["whoami", *name]).encode())
        print((channel.receive() or b"").decode())
except mutauth.Error as error:
    sys.exit(mutauth.explain(error))
