"""Cancel order: the HTTP request and what its response means (SPEC.md, Cancel order)."""

import json

import canonicalization

PATH = "/api/v3/order"
METHOD = "DELETE"


def target(path, parameters):
    """The request target. Its query is the very text that is signed."""
    query = canonicalization.parameter_string(METHOD, parameters, None)
    return path + "?" + query


def headers(api_key, signature):
    return {"X-API-KEY": api_key, "X-API-SIG": signature}


def read_response(status, body):
    """{"order": ...}, {"exchangeError": ...} or {"unreadable": ...}; the body is read before the status."""
    content = parse_body(body)
    return as_error(status, content) or as_order(status, content) or {"unreadable": {"httpStatus": status}}


def parse_body(body):
    """The JSON object of the body, or an empty one."""
    try:
        content = json.loads(body)
    except ValueError:
        content = None
    return content if isinstance(content, dict) else {}


def as_error(status, content):
    """The three shapes of an error: resultInfo with message or msg, and flat with msg."""
    info = content.get("resultInfo", content)
    if not isinstance(info, dict) or type(info.get("code")) is not int or info["code"] == 0:
        return None
    message = error_message(info)
    return {"exchangeError": {"httpStatus": status, "code": info["code"], "message": message}}


def error_message(info):
    return info.get("message", info.get("msg", ""))


def as_order(status, content):
    """The response of a cancellation. An unknown status is kept, unknown members are ignored."""
    idempotent = as_boolean(content.get("isIdempotent"))
    texts = [content.get("hash"), content.get("status"), content.get("clientOrderId", "")]
    if not 200 <= status < 300 or idempotent is None or not all(isinstance(text, str) for text in texts):
        return None
    order = {"hash": content["hash"], "status": order_status(content["status"]), "isIdempotent": idempotent}
    if "clientOrderId" in content:
        order["clientOrderId"] = content["clientOrderId"]
    return {"order": order}


def order_status(text):
    return text


def as_boolean(value):
    """A JSON boolean, or its text: the documentation shows both."""
    return {True: True, False: False, "true": True, "false": False}.get(value) if isinstance(value, (bool, str)) else None
