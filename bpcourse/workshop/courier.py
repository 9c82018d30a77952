"""Courier: what a learner's computer says to a workshop's, and what comes back."""

import http.client
import json
import urllib.error
import urllib.request

PATIENCE = 5  # seconds
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a room is near by


class NotHeard(Exception):
    """Nothing was taken over there: the status that was answered, 0 if there was no answer."""

    def __init__(self, status, told=""):
        super().__init__(told)
        self.status = status


def post(address, facts, secret=""):
    """What is answered to these facts, a dictionary. Raises NotHeard."""
    headers = {"Content-Type": "application/json", "Workshop-Secret": secret}
    try:
        request = urllib.request.Request(address, json.dumps(facts).encode(), headers)
        with DIRECT.open(request, timeout=PATIENCE) as reply:
            told = json.loads(reply.read(10**6))
    except urllib.error.HTTPError as error:
        with error:
            raise NotHeard(error.code, error.reason) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NotHeard(0, str(error)) from None
    if not isinstance(told, dict):
        raise NotHeard(0, "That is no workshop.")
    return told
