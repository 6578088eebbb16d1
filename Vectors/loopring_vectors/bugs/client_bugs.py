"""Mistakes of a client around the signature: the request that is sent, and the response."""

from urllib.parse import urlencode

from ..reference.cancel_order import CancelOrder, parse_body
from .catalogue import bug

STATUSES = ("processing", "processed", "cancelling", "cancelled", "expired", "failed")


def form_encoded_target(self, path, parameters):
    return path + "?" + urlencode(sorted(parameters, key=lambda parameter: parameter[0].encode()))


def unsorted_target(self, path, parameters):
    return path + "?" + "&".join(map(self.canonicalization.parameter_string, [[pair] for pair in parameters]))


def doubly_encoded_target(self, path, parameters):
    return CancelOrder.target(self, path, parameters).replace("%", "%25")


def status_first(self, status, body):
    if status != 200:
        return {"unreadable": {"httpStatus": status}}
    return CancelOrder.read_response(self, status, body)


def success_by_status(self, status, body):
    content = parse_body(body)
    if 200 <= status < 300:
        return self.as_order(status, content) or {"unreadable": {"httpStatus": status}}
    return CancelOrder.read_response(self, status, body)


def flat_errors_only(self, status, content):
    return None if "resultInfo" in content else CancelOrder.as_error(self, status, content)


def nested_errors_only(self, status, content):
    return CancelOrder.as_error(self, status, content) if "resultInfo" in content else None


def known_statuses_only(self, status, content):
    known = "status" not in content or content["status"] in STATUSES
    return CancelOrder.as_order(self, status, content if known else content | {"status": "failed"})


def message_member_only(self, status, content):
    """Where the message has another name it is lost."""
    answer = CancelOrder.as_error(self, status, content)
    if answer and "message" not in content.get("resultInfo", content):
        answer["exchangeError"]["message"] = ""
    return answer


bug("client-target-form-encoded", "RequestTarget", "sends the query form-encoded, with '+' for a space",
    {"cancel_order.target": form_encoded_target}, seen_in="hello_loopring, loopring_sdk")
bug("client-target-unsorted", "RequestTarget", "sends the parameters in another order than it signs them",
    {"cancel_order.target": unsorted_target})
bug("client-target-encoded-twice", "RequestTarget", "sends the doubly encoded text that belongs into the signature base",
    {"cancel_order.target": doubly_encoded_target})
bug("client-headers-swapped", "RequestHeaders", "exchanges the two headers",
    {"cancel_order.headers": lambda self, key, signature: {"X-API-KEY": signature, "X-API-SIG": key}})
bug("client-status-before-body", "ErrorResultInfo", "judges by the HTTP status before it reads the body",
    {"cancel_order.read_response": status_first})
bug("client-success-by-status", "ErrorWithStatus200", "takes every answer with status 200 for a success",
    {"cancel_order.read_response": success_by_status})
bug("client-flat-errors-only", "ErrorResultInfo", "does not know the shape with resultInfo",
    {"cancel_order.as_error": flat_errors_only})
bug("client-nested-errors-only", "ErrorFlat", "does not know the flat shape", {"cancel_order.as_error": nested_errors_only})
bug("client-message-member-only", "ErrorResultInfoMsg", "does not know the member msg",
    {"cancel_order.as_error": message_member_only})
bug("client-boolean-only", "IdempotentText", "reads isIdempotent from a boolean only",
    {"cancel_order.as_boolean": lambda self, value: value if isinstance(value, bool) else None})
bug("client-truthiness", "IdempotentText", "takes every text for true",
    {"cancel_order.as_boolean": lambda self, value: None if value is None else bool(value)})
bug("client-known-statuses-only", "UnknownStatus", "turns an unknown status into failed",
    {"cancel_order.as_order": known_statuses_only})
