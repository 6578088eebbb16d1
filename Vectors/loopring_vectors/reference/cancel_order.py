"""Cancel order: the HTTP request and what its response means (SPEC.md, Cancel order)."""

import json

PATH = "/api/v3/order"
METHOD = "DELETE"
BOOLEANS = {True: True, False: False, "true": True, "false": False}  # the documentation shows both


class CancelOrder:
    def __init__(self, canonicalization):
        self.canonicalization = canonicalization

    def target(self, path, parameters):
        """The request target. Its query is the very text that is signed."""
        return path + "?" + self.canonicalization.parameter_string(parameters)

    def headers(self, api_key, signature):
        return {"X-API-KEY": api_key, "X-API-SIG": signature}

    def read_response(self, status, body):
        """{"order": ...}, {"exchangeError": ...} or {"unreadable": ...}; the body is read before the status."""
        content = parse_body(body)
        return self.as_error(status, content) or self.as_order(status, content) or {"unreadable": {"httpStatus": status}}

    def as_error(self, status, content):
        """The three shapes of an error: resultInfo with message or msg, and flat with msg."""
        info = content.get("resultInfo", content)
        if not isinstance(info, dict) or type(info.get("code")) is not int or info["code"] == 0:
            return None
        message = info.get("message", info.get("msg", ""))
        return {"exchangeError": {"httpStatus": status, "code": info["code"], "message": message}}

    def as_order(self, status, content):
        """The response of a cancellation. An unknown status is kept, unknown members are ignored."""
        idempotent = self.as_boolean(content.get("isIdempotent"))
        texts = [content.get("hash"), content.get("status"), content.get("clientOrderId", "")]
        if not 200 <= status < 300 or idempotent is None or not all(isinstance(text, str) for text in texts):
            return None
        order = {"hash": content["hash"], "status": content["status"], "isIdempotent": idempotent}
        if "clientOrderId" in content:
            order["clientOrderId"] = content["clientOrderId"]
        return {"order": order}

    def as_boolean(self, value):
        """A JSON boolean or its text; None for anything else."""
        return BOOLEANS.get(value) if isinstance(value, (bool, str)) else None


def parse_body(body):
    """The JSON object of the body, or an empty one."""
    try:
        content = json.loads(body)
    except ValueError:
        content = None
    return content if isinstance(content, dict) else {}
