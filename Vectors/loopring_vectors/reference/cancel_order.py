# SPDX-License-Identifier: Apache-2.0
"""Cancel order: the HTTP request and the outcome of its response (SPEC.md, section 11)."""

import re

from .strict_json import Literal, read_json

PATH = "/api/v3/order"
METHOD = "DELETE"
BOOLEANS = {True: True, False: False, "true": True, "false": False}  # the documentation has both
DECIMAL = re.compile(r"0|-?[1-9][0-9]*")
NO_ERROR = "0"


class Unreadable(Exception):
    """The body is neither a response nor an error of the exchange [CANCEL-8]."""


class CancelOrder:
    def __init__(self, canonicalization):
        self.canonicalization = canonicalization

    def target(self, path, parameters):
        """The request target. Its query is exactly the parameter string that is signed."""
        return path + "?" + self.canonicalization.parameter_string(parameters)

    def headers(self, api_key, signature):
        return {"X-API-KEY": api_key, "X-API-SIG": signature}

    def read_response(self, status, body):
        """{"order": ...}, {"exchangeError": ...} or {"unreadable": ...}. The body is read before the status.
        An error in the body takes precedence over the members of a response [CANCEL-7]."""
        try:
            content = self.parse_body(body)
            return self.as_error(status, content) or self.as_order(status, content)
        except Unreadable:
            return {"unreadable": {"httpStatus": status}}

    def parse_body(self, body):
        """The JSON object of the body. A body with a repeated member is unreadable [CANCEL-6]."""
        try:
            content = read_json(body)
        except (ValueError, RecursionError):
            raise Unreadable from None
        if not isinstance(content, dict):
            raise Unreadable
        return content

    # Errors

    def error_places(self, content):
        """The objects that can have an error: resultInfo, and the body. If resultInfo is null, it is
        absent."""
        info = content.get("resultInfo")
        return [content] if info is None else [info, content]

    def as_error(self, status, content):
        """The error in the body, if it has one. A malformed error must not be treated as "no error"
        [CANCEL-7]."""
        places = self.error_places(content)
        for place in places:
            code = self.code(place)
            if code not in (None, NO_ERROR):
                return {"exchangeError": {"httpStatus": status, "code": stated(code), "message": self.message(place)}}
        self.require_no_malformed_error(content)
        return None

    def require_no_malformed_error(self, content):
        """Checks that resultInfo is null or an object with a code, and that every code is well-formed."""
        if content.get("resultInfo") is not None and self.code(content["resultInfo"]) is None:
            raise Unreadable
        if "code" in content and self.code(content) is None:
            raise Unreadable

    def code(self, place):
        """The code of an error as text: the digits of an integer, or a string itself. None if it is
        absent."""
        value = place.get("code") if isinstance(place, dict) else None
        if type(value) is int:
            return str(value)
        return value if isinstance(value, str) and value else None

    def message(self, place):
        """message, or msg if message is absent."""
        found = [place[name] for name in ("message", "msg") if place.get(name) is not None]
        return shown(found[0]) if found else ""

    # The response

    def as_order(self, status, content):
        """The order of a successful call. An unknown status is kept. Unknown members are ignored."""
        order = {"hash": self.text(content.get("hash")), "status": self.text(content.get("status")),
                 "isIdempotent": self.as_boolean(content.get("isIdempotent"))}
        if None in order.values() or not self.is_success(status):
            raise Unreadable
        if is_shown(content.get("clientOrderId")):
            order["clientOrderId"] = shown(content["clientOrderId"])
        return {"order": order}

    def is_success(self, status):
        return 200 <= status < 300

    def text(self, value):
        """The value if it is a non-empty string; otherwise None."""
        return value if isinstance(value, str) and value else None

    def as_boolean(self, value):
        """The value of a JSON boolean or of its string; None for anything else [CANCEL-5]."""
        return BOOLEANS.get(value) if isinstance(value, (bool, str)) else None


def stated(code):
    """A code as the vectors state it: a JSON number if it is an integer of 64 bits, otherwise the text."""
    is_number = DECIMAL.fullmatch(code) and -(1 << 63) <= int(code) < 1 << 63
    return int(code) if is_number else code


def is_shown(value):
    """Whether a value can be a message or an identifier: a string or a number."""
    return isinstance(value, (str, Literal)) or type(value) is int


def shown(value):
    """The text of a string, or the characters of a number. None for anything else."""
    if isinstance(value, Literal):
        return value.text
    return str(value) if is_shown(value) else ""
