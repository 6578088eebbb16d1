# SPDX-License-Identifier: Apache-2.0
"""Mistakes of a client outside the signature: in the request that is sent, and in reading the response."""

import json
from urllib.parse import urlencode

from ..reference.cancel_order import BOOLEANS, CancelOrder, Unreadable
from .catalog import bug

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


def success_by_status(self, status, content):
    return None if self.is_success(status) else CancelOrder.as_error(self, status, content)


def flat_errors_only(self, content):
    return [content]


def nested_errors_only(self, content):
    return [content["resultInfo"]] if content.get("resultInfo") is not None else []


def one_place(self, content):
    """resultInfo if the body has it; otherwise the top level."""
    return [content["resultInfo"] if "resultInfo" in content else content]


def numbers_only(self, place):
    value = place.get("code") if isinstance(place, dict) else None
    return str(value) if type(value) is int else None


def converted(self, place):
    """The code converted to an integer, which drops fractions and evaluates exponents."""
    value = place.get("code") if isinstance(place, dict) else None
    try:
        return str(int(float(getattr(value, "text", value))))
    except (TypeError, ValueError):
        return CancelOrder.code(self, place)


def parse_with(read):
    """parse_body with a different JSON parser."""
    def parse_body(self, body):
        try:
            content = read(body)
        except ValueError:
            raise Unreadable from None
        if not isinstance(content, dict):
            raise Unreadable
        return content

    return parse_body


def null_is_malformed(self, content):
    if "resultInfo" in content and content["resultInfo"] is None:
        raise Unreadable
    CancelOrder.require_no_malformed_error(self, content)


def client_order_id_required(self, status, content):
    order = CancelOrder.as_order(self, status, content)
    if not isinstance(content.get("clientOrderId", ""), str):
        raise Unreadable
    return order


def known_statuses_only(self, status, content):
    known = "status" not in content or content["status"] in STATUSES
    return CancelOrder.as_order(self, status, content if known else content | {"status": "failed"})


def message_member_only(self, place):
    return place["message"] if isinstance(place.get("message"), str) else ""


bug("client-target-form-encoded", "RequestTarget", "sends the query form-encoded, with '+' for a space",
    {"cancel_order.target": form_encoded_target}, seen_in="hello_loopring, loopring_sdk")
bug("client-target-unsorted", "RequestTarget", "sends the parameters in a different order than it signs them",
    {"cancel_order.target": unsorted_target})
bug("client-target-encoded-twice", "RequestTarget", "sends the doubly encoded text of the signature base",
    {"cancel_order.target": doubly_encoded_target})
bug("client-headers-swapped", "RequestHeaders", "swaps the two headers",
    {"cancel_order.headers": lambda self, key, signature: {"X-API-KEY": signature, "X-API-SIG": key}})
bug("client-status-before-body", "ErrorResultInfo", "decides by the HTTP status before it reads the body",
    {"cancel_order.read_response": status_first})
bug("client-success-by-status", "ErrorWithStatus200", "treats every answer with status 200 as a success",
    {"cancel_order.as_error": success_by_status})
bug("client-flat-errors-only", "ErrorResultInfo", "does not read an error in resultInfo",
    {"cancel_order.error_places": flat_errors_only})
bug("client-nested-errors-only", "ErrorFlat", "does not read an error at the top level",
    {"cancel_order.error_places": nested_errors_only})
bug("client-message-member-only", "ErrorResultInfoMsg", "does not read the member msg",
    {"cancel_order.message": message_member_only})
bug("client-error-in-one-place", "ErrorInEitherPlace", "if there is a resultInfo, looks for an error only there",
    {"cancel_order.error_places": one_place})
bug("client-code-number-only", "ErrorCodeText", "does not read a code that is a string",
    {"cancel_order.code": numbers_only, "cancel_order.require_no_malformed_error": lambda self, content: None})
bug("client-code-converted", "ErrorMalformed", "converts the code to an integer: 1e5 becomes 100000 and 0.5 becomes 0",
    {"cancel_order.code": converted})
bug("client-malformed-error-ignored", "ErrorMalformed", "ignores an error that it cannot read",
    {"cancel_order.require_no_malformed_error": lambda self, content: None})
bug("client-repeated-member", "RepeatedMember", "uses the last of several members of the same name, as most JSON parsers do",
    {"cancel_order.parse_body": parse_with(json.loads)})
bug("client-null-is-malformed", "NullMember", "treats resultInfo: null as a malformed error",
    {"cancel_order.require_no_malformed_error": null_is_malformed})
bug("client-null-id-refused", "NullMember", "refuses a response whose clientOrderId is null",
    {"cancel_order.as_order": client_order_id_required})
bug("client-status-ignored", "StatusContradictsBody", "ignores the HTTP status of a response",
    {"cancel_order.is_success": lambda self, status: True})
bug("client-empty-text-accepted", "UnreadableBody", "accepts a response with an empty hash or status",
    {"cancel_order.text": lambda self, value: value if isinstance(value, str) else None})
bug("client-first-value-only", "UnreadableBody", "reads the first JSON value of the body and ignores the rest",
    {"cancel_order.parse_body": parse_with(lambda body: json.JSONDecoder().raw_decode(body)[0])})
bug("client-boolean-only", "IdempotentText", "reads isIdempotent from a boolean only",
    {"cancel_order.as_boolean": lambda self, value: value if isinstance(value, bool) else None})
bug("client-truthiness", "IdempotentText", "treats every string as true",
    {"cancel_order.as_boolean": lambda self, value: None if value is None else bool(value)})
bug("client-known-statuses-only", "UnknownStatus", "reports an unknown status as failed",
    {"cancel_order.as_order": known_statuses_only})
