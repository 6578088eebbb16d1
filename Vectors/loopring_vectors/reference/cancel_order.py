# SPDX-License-Identifier: Apache-2.0
"""Cancel order: the HTTP request and what its response means (SPEC.md, Cancel order)."""

import re

from .strict_json import Literal, read_json

PATH = "/api/v3/order"
METHOD = "DELETE"
BOOLEANS = {True: True, False: False, "true": True, "false": False}  # the documentation shows both
DECIMAL = re.compile(r"0|-?[1-9][0-9]*")
NO_ERROR = "0"


class Unreadable(Exception):
    """The body is neither a response nor an error of the exchange [CANCEL-8]."""


class CancelOrder:
    def __init__(self, canonicalization):
        self.canonicalization = canonicalization

    def target(self, path, parameters):
        """The request target. Its query is the very text that is signed."""
        return path + "?" + self.canonicalization.parameter_string(parameters)

    def headers(self, api_key, signature):
        return {"X-API-KEY": api_key, "X-API-SIG": signature}

    def read_response(self, status, body):
        """{"order": ...}, {"exchangeError": ...} or {"unreadable": ...}. The body is read before the status, and an
        error anywhere in it wins over the members of a response [CANCEL-7]."""
        try:
            content = self.parse_body(body)
            return self.as_error(status, content) or self.as_order(status, content)
        except Unreadable:
            return {"unreadable": {"httpStatus": status}}

    def parse_body(self, body):
        """The JSON object of the body. A repeated member leaves the body without a reading [CANCEL-6]."""
        try:
            content = read_json(body)
        except (ValueError, RecursionError):
            raise Unreadable from None
        if not isinstance(content, dict):
            raise Unreadable
        return content

    # Errors

    def error_places(self, content):
        """Where an error can be: in resultInfo, and next to the members of a response. null is no resultInfo.
        """
        info = content.get("resultInfo")
        return [content] if info is None else [info, content]

    def as_error(self, status, content):
        """The error that the body states, if any. A malformed error is not taken for "no error" [CANCEL-7].
        """
        places = self.error_places(content)
        for place in places:
            code = self.code(place)
            if code not in (None, NO_ERROR):
                return {"exchangeError": {"httpStatus": status, "code": stated(code), "message": self.message(place)}}
        self.require_no_malformed_error(content)
        return None

    def require_no_malformed_error(self, content):
        """resultInfo is null or an object with a code, and a top-level code is one."""
        if content.get("resultInfo") is not None and self.code(content["resultInfo"]) is None:
            raise Unreadable
        if "code" in content and self.code(content) is None:
            raise Unreadable

    def code(self, place):
        """The code of an error as text: of an integer its digits, of a text the text. None if there is none.
        """
        value = place.get("code") if isinstance(place, dict) else None
        if type(value) is int:
            return str(value)
        return value if isinstance(value, str) and value else None

    def message(self, place):
        """message, or msg if there is no message."""
        found = [place[name] for name in ("message", "msg") if place.get(name) is not None]
        return shown(found[0]) if found else ""

    # The response

    def as_order(self, status, content):
        """The response to an accepted call. An unknown status is kept, unknown members are ignored."""
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
        """A text that is not empty; None for anything else."""
        return value if isinstance(value, str) and value else None

    def as_boolean(self, value):
        """A JSON boolean or its text; None for anything else [CANCEL-5]."""
        return BOOLEANS.get(value) if isinstance(value, (bool, str)) else None


def stated(code):
    """A code as the vectors state it: a JSON number if it is an integer of 64 bits, otherwise the text."""
    is_number = DECIMAL.fullmatch(code) and -(1 << 63) <= int(code) < 1 << 63
    return int(code) if is_number else code


def is_shown(value):
    """Whether a value stands for itself in a message or an identifier: a text, or a number."""
    return isinstance(value, (str, Literal)) or type(value) is int


def shown(value):
    """A text, or the characters of a number. Nothing else is a message."""
    if isinstance(value, Literal):
        return value.text
    return str(value) if is_shown(value) else ""
