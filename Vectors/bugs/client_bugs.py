"""Mistakes of a client around the signature: the request that is sent, and the response."""

from urllib.parse import urlencode

import canonicalization
import cancel_order
from catalogue import bug

STATUSES = ("processing", "processed", "cancelling", "cancelled", "expired", "failed")
original_read = cancel_order.read_response
original_error = cancel_order.as_error
original_boolean = cancel_order.as_boolean


def form_encoded_target(path, parameters):
    return path + "?" + urlencode(canonicalization.sort_parameters(parameters))


def unsorted_target(path, parameters):
    return path + "?" + "&".join(canonicalization.pair(key, value) for key, value in parameters)


def doubly_encoded_target(path, parameters):
    query = canonicalization.parameter_string("DELETE", parameters, None)
    return path + "?" + query.replace("%", "%25")


def status_first(status, body):
    if status != 200:
        return {"unreadable": {"httpStatus": status}}
    return original_read(status, body)


def success_by_status(status, body):
    content = cancel_order.parse_body(body)
    if 200 <= status < 300:
        return cancel_order.as_order(status, content) or {"unreadable": {"httpStatus": status}}
    return original_read(status, body)


def flat_errors_only(status, content):
    return None if "resultInfo" in content else original_error(status, content)


def nested_errors_only(status, content):
    return original_error(status, content) if "resultInfo" in content else None


def known_status(text):
    return text if text in STATUSES else "failed"


bug("client-target-form-encoded", "RequestTarget", "sends the query form-encoded, with '+' for a space",
    {"cancel_order.target": form_encoded_target}, seen_in="hello_loopring, loopring_sdk")
bug("client-target-unsorted", "RequestTarget", "sends the parameters in another order than it signs them",
    {"cancel_order.target": unsorted_target})
bug("client-target-encoded-twice", "RequestTarget", "sends the doubly encoded text that belongs into the signature base",
    {"cancel_order.target": doubly_encoded_target})
bug("client-headers-swapped", "RequestHeaders", "exchanges the two headers",
    {"cancel_order.headers": lambda key, signature: {"X-API-KEY": signature, "X-API-SIG": key}})
bug("client-status-before-body", "ErrorResultInfo", "judges by the HTTP status before it reads the body",
    {"cancel_order.read_response": status_first})
bug("client-success-by-status", "ErrorWithStatus200", "takes every answer with status 200 for a success",
    {"cancel_order.read_response": success_by_status})
bug("client-flat-errors-only", "ErrorResultInfo", "does not know the shape with resultInfo",
    {"cancel_order.as_error": flat_errors_only})
bug("client-nested-errors-only", "ErrorFlat", "does not know the flat shape", {"cancel_order.as_error": nested_errors_only})
bug("client-message-member-only", "ErrorResultInfoMsg", "does not know the member msg",
    {"cancel_order.error_message": lambda info: info.get("message", "")})
bug("client-boolean-only", "IdempotentText", "reads isIdempotent from a boolean only",
    {"cancel_order.as_boolean": lambda value: value if isinstance(value, bool) else None})
bug("client-truthiness", "IdempotentText", "takes every text for true",
    {"cancel_order.as_boolean": lambda value: None if value is None else bool(value)})
bug("client-known-statuses-only", "UnknownStatus", "turns an unknown status into failed",
    {"cancel_order.order_status": known_status})
