"""requests with requests-gssapi: URL SPN MUTUAL. Prints status and page, or fails."""

import sys

import gssapi
import requests
from requests_gssapi import DISABLED, REQUIRED, HTTPSPNEGOAuth

url, principal, mutual = sys.argv[1:]
authentication = HTTPSPNEGOAuth(
    mutual_authentication={"required": REQUIRED, "disabled": DISABLED}[mutual],
    target_name=gssapi.Name(principal, gssapi.NameType.kerberos_principal))
with requests.Session() as session:
    # Neither proxies nor a netrc of whoever runs the tests.
    session.trust_env = False
    for _ in range(2):
        answer = session.get(url, auth=authentication, timeout=30)
        print(answer.status_code, answer.text, end="")
