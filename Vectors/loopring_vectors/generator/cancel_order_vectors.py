# SPDX-License-Identifier: Apache-2.0
"""cancel_order.json: whole calls, from the key to the outcome of the response."""

import json

from ..checks import require
from ..files import KNOWN
from ..reference.cancel_order import PATH
from ..reference.scalar import ELL
from ..reference.scheme import REFERENCE
from .build import VectorFile, note
from .requests import HOST, delete, signature_stages
from .values import draw, integer

cancel_order = REFERENCE.cancel_order

HASH = KNOWN["orderHash"]["hash"]
NOTES = {
    "DocumentedRequest": note(
        "BASIC", "The request of the documentation's cancel-order page, or the same with one of its parameters.",
        "Nothing can be cancelled."),
    "CancelByOrderHash": note("BASIC", "The order is named by its hash.", "Nothing can be cancelled."),
    "CancelByClientOrderId": note("BASIC", "The order is named by its clientOrderId.", "Nothing can be cancelled."),
    "CancelByBoth": note("BASIC", "Both hash and clientOrderId are given, and both are signed.",
                         "The exchange refuses a request with a parameter that is sent but not signed."),
    "RequestTarget": note(
        "WRONG_ENCODING",
        "The query of the request target is exactly the parameter string that is signed: a space is %20, never +, and "
        "the order is the same. No other part of the signature base is sent.",
        "The server rebuilds the signature base from the request that it receives. If the two encodings differ, it "
        "refuses requests with a reserved character (104005) and accepts others."),
    "RequestHeaders": note(
        "WRONG_INPUT", "X-API-KEY holds the API key and X-API-SIG the signature text: 0x and 192 lower-case digits.",
        "104001, 104002 or 104004."),
    "SuccessResponse": note("BASIC", "hash, clientOrderId, status and isIdempotent.", "The client reports a cancelled order as open."),
    "OptionalClientOrderId": note("EDGE_CASE", "clientOrderId is absent.", "A success is reported as an error."),
    "IdempotentText": note(
        "WRONG_TYPE", "isIdempotent is the string \"true\" or \"false\", as in the documentation's table.",
        "A success is reported as unreadable, or \"false\" counts as true, because some languages convert every non-empty "
        "string to true."),
    "KnownStatus": note("BASIC", "A status that the documentation lists.", "A status is lost."),
    "UnknownStatus": note(
        "CLOSED_ENUMERATION", "A status that the documentation does not list, such as waiting.",
        "A client with a fixed list of statuses fails on a success, or reports a different status."),
    "UnknownMember": note("EDGE_CASE", "The response has further members, which the client must ignore.", "A success is reported as an error."),
    "ErrorResultInfo": note(
        "WRONG_SHAPE", "An error as resultInfo with code and message, with HTTP status 400.",
        "Code and message are in the body: a client that reads only the status cannot say what is wrong."),
    "ErrorResultInfoMsg": note("WRONG_SHAPE", "An error as resultInfo with code and msg.", "The message is lost."),
    "ErrorFlat": note("WRONG_SHAPE", "An error as code and msg, without resultInfo.", "The error is unreadable."),
    "ErrorWithStatus200": note(
        "WRONG_ORDER", "An error with HTTP status 200. The body decides, not the status.",
        "The client reports a refused cancellation as a success: the order stays in the book and is filled."),
    "DocumentedErrorCode": note("BASIC", "An error code of this call.", "The user cannot distinguish a wrong key from a missing order."),
    "UnknownErrorCode": note("CLOSED_ENUMERATION", "A code that the documentation does not list.", "The code is lost."),
    "TooManyRequests": note("RATE_LIMIT", "HTTP status 429, with or without an error in the body.", "The client repeats the call at once, or never."),
    "ErrorCodeText": note(
        "WRONG_TYPE", "The code is a string: \"104005\". A string that is not a number is also a code.",
        "The client reports a refused cancellation as a success, or the code is lost."),
    "ErrorInEitherPlace": note(
        "WRONG_SHAPE", "An error in resultInfo or at the top level. The other place has code 0 or does not have a code.",
        "A client that looks in one place only reports a refused cancellation as a success: the order stays in the book."),
    "ErrorMalformed": note(
        "MALFORMED_RESPONSE",
        "resultInfo does not have a code or is not an object, or the code is invalid (null, 1e5, 104005.0, -0, true). The "
        "body also has the members of a response.",
        "A client that ignores an error that it cannot read reports an open order as cancelled."),
    "RepeatedMember": note(
        "MALFORMED_RESPONSE", "An object of the body has two members of the same name, so the body is unreadable.",
        "Two clients read different outcomes from the same body."),
    "NullMember": note(
        "EDGE_CASE", "resultInfo, message, msg or clientOrderId is null, which means that it is absent.",
        "An error or a success is reported as unreadable."),
    "StatusContradictsBody": note(
        "WRONG_ORDER", "The body has the members of a response, and the HTTP status is not in 200-299.",
        "The client reports a failed call, or the page of a proxy, as a success."),
    "UnreadableBody": note(
        "MALFORMED_RESPONSE", "The body is not JSON, is truncated or empty, has a wrong type, or does not have a required member.",
        "The client crashes, or reports a success that did not happen."),
}

STATUSES = ("processing", "processed", "cancelling", "cancelled", "expired", "failed")
CODES = {
    100000: "Unknown error", 100001: "order in status CANCELLED can't be cancelled", 102117: "No orders to cancel",
    102118: "Try again later", 102119: "Invalid order hash", 102120: "Order is not valid", 102122: "Order is already in cancel",
    104001: "Empty API key", 104002: "Invalid API key", 104003: "Invalid account id", 104004: "No signature",
    104005: "Wrong signature", 107002: "Empty order hash", 107003: "Order does not exist",
}


class Exchanges:
    """Adds tests, each with its own key, so that all tests differ."""

    def __init__(self, group):
        self.group, self.number = group, 0

    def add(self, params, status, body, expected, comment, *flags, base_url=HOST, k=None):
        self.number += 1
        k = k or 1 + draw(f"cancel {self.number}", ELL - 1)
        request = delete(*params, base_url=base_url, path=PATH)
        arguments = {**request, "secretKey": integer(k), "form": "reduced"}
        signature = self.group.run("request.sign", arguments)["signature"]
        api_key = f"api-key-of-test-{self.number}"
        target = cancel_order.target(PATH, params)
        outcome = cancel_order.read_response(status, body)
        require(outcome == expected, comment)
        require("+" not in target and target.isascii() and " " not in target)
        http = {"apiKey": api_key,
                "request": {"method": "DELETE", "target": target, "headers": cancel_order.headers(api_key, signature)},
                "response": {"status": status, "body": body}, "outcome": outcome}
        self.group.valid("request.sign", arguments, comment, *flags,
                         intermediates={**signature_stages(request, k, "reduced"), **http},
                         check=lambda out: out["signature"] == signature)


def order(status="cancelled", idempotent=False, client_order_id="Sample", hash_=HASH):
    content = {"hash": hash_, "clientOrderId": client_order_id, "status": status, "isIdempotent": idempotent}
    return {name: value for name, value in content.items() if value is not None}


def build():
    file = VectorFile(
        "cancel_order", "DELETE /api/v3/order",
        ["Each test is one call: the key and the parameters, every stage of the signature, the request as it is sent, a "
         "response, and its outcome.",
         "A testee computes the signature (request.sign). request, response and outcome are for clients: outcome is order, "
         "exchangeError or unreadable.",
         "The responses are written according to the documentation. None was recorded."], NOTES)
    published = file.group("CancelOrder", {"name": "Loopring API documentation, Cancel Order page; signature by hello_loopring",
                                           "version": "published"})
    known = KNOWN["requestSign"]
    exchanges = Exchanges(published)
    for entry, flag in ((known[0], "CancelByClientOrderId"), (known[2], "CancelByOrderHash"), (known[3], "CancelByClientOrderId")):
        params = [tuple(pair) for pair in entry["params"]]
        exchanges.add(params, 200, json.dumps(order()), {"order": order()}, "published request", "DocumentedRequest", flag,
                      k=int(entry["secretKey"], 16))
        require(published.tests[-1]["signature"] == entry["reducedSignature"])
    exchanges.group = file.group("CancelOrder")
    requests(exchanges)
    successes(exchanges)
    errors(exchanges)
    unreadable(exchanges)
    errors_next_to_a_response(exchanges)
    bodies_with_one_reading(exchanges)
    return file


BY_HASH = [("accountId", "10010"), ("orderHash", HASH)]
BY_ID = [("accountId", "10005"), ("clientOrderId", "Sample")]


def requests(exchanges):
    good = json.dumps(order())
    expected = {"order": order()}
    exchanges.add(BY_HASH, 200, good, expected, "by hash", "CancelByOrderHash", "RequestHeaders")
    exchanges.add(BY_ID, 200, good, expected, "by clientOrderId", "CancelByClientOrderId", "RequestHeaders")
    exchanges.add(BY_HASH + [("clientOrderId", "Sample")], 200, good, expected, "by both", "CancelByBoth")
    exchanges.add([("orderHash", HASH), ("clientOrderId", "Sample"), ("accountId", "10010")], 200, good, expected,
                  "by both, unsorted", "CancelByBoth", "RequestTarget")
    exchanges.add(BY_ID, 200, good, expected, "the test network", "CancelByClientOrderId", base_url="https://uat2.loopring.io")
    exchanges.add(BY_ID, 200, good, expected, "a server on loopback", "CancelByClientOrderId", base_url="http://127.0.0.1:8080")
    exchanges.add([("clientOrderId", "Sample"), ("accountId", "10005")], 200, good, expected, "parameters in the other order",
                  "RequestTarget")
    for text in ("202003180000 00001010", "a+b", "a,b;c", "100%", "50%25", "a&accountId=1", "e\u0301", "\u8a02\u55ae", "\U0001f600",
                 "~*'()!", "a/b?c#d", "-._"):
        exchanges.add([("accountId", "10005"), ("clientOrderId", text)], 200, json.dumps(order(client_order_id=text)),
                      {"order": order(client_order_id=text)},
                      "clientOrderId " + text.encode("unicode_escape").decode(), "RequestTarget")


def successes(exchanges):
    for status in STATUSES:
        for idempotent in (False, True):
            content = order(status, idempotent)
            exchanges.add(BY_HASH, 200, json.dumps(content), {"order": content}, f"{status}, isIdempotent {idempotent}",
                          "KnownStatus", "SuccessResponse")
    for status in ("waiting", "CANCELLED", "some-new-status"):
        content = order(status)
        exchanges.add(BY_ID, 200, json.dumps(content), {"order": content}, status, "UnknownStatus")
    for idempotent in (False, True):
        body = json.dumps(order(idempotent=str(idempotent).lower()))
        exchanges.add(BY_ID, 200, body, {"order": order(idempotent=idempotent)}, f'isIdempotent is the text "{str(idempotent).lower()}"',
                      "IdempotentText")
        content = order(idempotent=idempotent, client_order_id=None)
        exchanges.add(BY_HASH, 200, json.dumps(content), {"order": content}, "no clientOrderId", "OptionalClientOrderId")
    body = json.dumps(order() | {"extra": {"nested": [1, 2]}, "message": "ok"})
    exchanges.add(BY_HASH, 200, body, {"order": order()}, "further members", "UnknownMember")
    exchanges.add(BY_HASH, 200, json.dumps(order() | {"code": 0}), {"order": order()}, "code 0 is not an error", "UnknownMember")
    exchanges.add(BY_HASH, 200, json.dumps(order(), indent=2) + "\n", {"order": order()}, "white space", "SuccessResponse")


def failure(code, message, status):
    return {"exchangeError": {"httpStatus": status, "code": code, "message": message}}


def errors(exchanges):
    for code, message in CODES.items():
        body = json.dumps({"resultInfo": {"code": code, "message": message}})
        exchanges.add(BY_HASH, 400, body, failure(code, message, 400), message, "DocumentedErrorCode", "ErrorResultInfo")
    for code in (100001, 104005, 107003):
        message = CODES[code]
        body = json.dumps({"resultInfo": {"code": code, "msg": message}})
        exchanges.add(BY_ID, 400, body, failure(code, message, 400), message, "ErrorResultInfoMsg")
        exchanges.add(BY_ID, 400, json.dumps({"code": code, "msg": message}), failure(code, message, 400), message, "ErrorFlat")
        for shape in ({"resultInfo": {"code": code, "message": message}}, {"resultInfo": {"code": code, "msg": message}},
                      {"code": code, "msg": message}):
            exchanges.add(BY_ID, 200, json.dumps(shape), failure(code, message, 200), message + ", status 200", "ErrorWithStatus200")
    both = {"resultInfo": {"code": 102122, "message": CODES[102122]}} | order("cancelling")
    exchanges.add(BY_ID, 200, json.dumps(both), failure(102122, CODES[102122], 200), "an error next to the members of a success",
                  "ErrorWithStatus200")
    for code in (199999, 1, 104999):
        body = json.dumps({"resultInfo": {"code": code, "message": "Something new"}})
        exchanges.add(BY_HASH, 400, body, failure(code, "Something new", 400), f"code {code}", "UnknownErrorCode")
    exchanges.add(BY_HASH, 500, json.dumps({"code": 100000, "msg": "Unknown error"}), failure(100000, "Unknown error", 500),
                  "an error with status 500", "ErrorFlat")
    body = json.dumps({"resultInfo": {"code": 102118, "message": CODES[102118]}})
    exchanges.add(BY_HASH, 429, body, failure(102118, CODES[102118], 429), "429 with an error", "TooManyRequests")
    exchanges.add(BY_HASH, 429, "", {"unreadable": {"httpStatus": 429}}, "429 without a body", "TooManyRequests")
    exchanges.add(BY_HASH, 429, "<html>slow down</html>", {"unreadable": {"httpStatus": 429}}, "429 with HTML", "TooManyRequests")


def unreadable(exchanges):
    good = json.dumps(order())
    cases = [
        (200, "", "an empty body"), (200, "<html><body>ok</body></html>", "HTML"), (200, good[:-5], "cut short"),
        (200, "null", "null"), (200, "[]", "an array"), (200, '"cancelled"', "a text"), (200, "{}", "an empty object"),
        (200, json.dumps({k: v for k, v in order().items() if k != "hash"}), "no hash"),
        (200, json.dumps({k: v for k, v in order().items() if k != "status"}), "no status"),
        (200, json.dumps({k: v for k, v in order().items() if k != "isIdempotent"}), "no isIdempotent"),
        (200, json.dumps(order() | {"isIdempotent": "maybe"}), "isIdempotent is another text"),
        (200, json.dumps(order() | {"hash": 5}), "hash is a number"),
        (200, good + good, "two objects"), (404, "Not Found", "404 with text"), (500, "", "500 without a body"),
        (502, "<html>Bad Gateway</html>", "502 with HTML"), (503, "{}", "503 with an empty object"),
    ]
    for status, body, comment in cases:
        exchanges.add(BY_HASH, status, body, {"unreadable": {"httpStatus": status}}, comment, "UnreadableBody")


RESPONSE = '"hash":"' + HASH + '","status":"cancelled","isIdempotent":false'
ACCEPTED = {"order": order(client_order_id=None)}


def with_response(members):
    """A body with these members before those of a response, and one with them after."""
    return "{" + members + "," + RESPONSE + "}", "{" + RESPONSE + "," + members + "}"


def errors_next_to_a_response(exchanges):
    """An error takes precedence over the members of a response, whatever its place and form are."""
    wrong = CODES[104005]
    for members, code, message, flag, comment in (
        ('"code":"104005"', 104005, "", "ErrorCodeText", "a code that is text, next to the members of a response"),
        ('"resultInfo":{"code":"104005","message":"%s"}' % wrong, 104005, wrong, "ErrorCodeText", "a code that is text in resultInfo"),
        ('"code":"E_SIGNATURE","msg":"%s"' % wrong, "E_SIGNATURE", wrong, "ErrorCodeText", "a code that is not a number"),
        ('"code":123456789012345678901234567890', "123456789012345678901234567890", "", "UnknownErrorCode", "a code beyond 64 bits"),
        ('"code":-1', -1, "", "UnknownErrorCode", "a negative code"),
        ('"resultInfo":{"code":0},"code":104005,"msg":"%s"' % wrong, 104005, wrong, "ErrorInEitherPlace", "resultInfo says 0, and the top level is an error"),
        ('"resultInfo":{"code":104005,"message":"%s"},"code":0' % wrong, 104005, wrong, "ErrorInEitherPlace", "resultInfo is an error, and the top level says 0"),
        ('"resultInfo":{},"code":104005', 104005, "", "ErrorInEitherPlace", "resultInfo is empty, and the top level is an error"),
        ('"resultInfo":"ERROR","code":104005', 104005, "", "ErrorInEitherPlace", "resultInfo is a text, and the top level is an error"),
        ('"resultInfo":null,"code":104005', 104005, "", "NullMember", "resultInfo is null, and the top level is an error"),
        ('"code":104005,"message":null,"msg":"%s"' % wrong, 104005, wrong, "NullMember", "message is null, and msg has the text"),
        ('"code":104005,"message":42', 104005, "42", "ErrorFlat", "a message that is a number"),
        ('"code":104005,"message":1.50', 104005, "1.50", "ErrorFlat", "a message that is a number with a fraction"),
    ):
        for body in with_response(members):
            exchanges.add(BY_HASH, 200, body, failure(code, message, 200), comment, flag)
    for members, comment in (
        ('"resultInfo":{}', "resultInfo is empty"), ('"resultInfo":"ERROR"', "resultInfo is a text"),
        ('"resultInfo":{"message":"failed"}', "resultInfo has no code"), ('"resultInfo":[{"code":104005}]', "resultInfo is an array"),
        ('"resultInfo":{"code":null}', "the code in resultInfo is null"), ('"resultInfo":true', "resultInfo is true"),
        ('"resultInfo":{"code":{"code":"104005"}}', "the code in resultInfo is an object"),
        ('"code":{"code":"104005"}', "the code is an object"), ('"code":1e5', "the code has an exponent"),
        ('"code":104005.0', "the code has a fraction"), ('"code":0.5', "the code is a fraction below 1"), ('"code":-0', "the code is -0"),
        ('"code":null', "the code is null"), ('"code":""', "the code is an empty text"), ('"code":true', "the code is true"),
    ):
        for body in with_response(members):
            exchanges.add(BY_HASH, 200, body, {"unreadable": {"httpStatus": 200}}, comment, "ErrorMalformed")


def bodies_with_one_reading(exchanges):
    for members, comment in (
        ('"status":"failed"', "status twice"), ('"hash":"0x00"', "hash twice"),
        ('"code":104005,"code":0', "code twice, an error and 0"), ('"code":0,"code":104005', "code twice, 0 and an error"),
        ('"resultInfo":{"code":104005,"code":0}', "code twice in resultInfo"),
        ('"more":{"a":1,"a":1}', "a member twice in an object that is ignored"),
    ):
        exchanges.add(BY_HASH, 200, with_response(members)[1], {"unreadable": {"httpStatus": 200}}, comment, "RepeatedMember")
    for members, comment in (
        ('"clientOrderId":null', "clientOrderId is null"), ('"resultInfo":null', "resultInfo is null"),
        ('"resultInfo":{"code":0,"message":"SUCCESS"}', "resultInfo says 0"), ('"code":"0"', "the code is 0 as text"),
    ):
        flag = "NullMember" if "null" in comment else "SuccessResponse"
        exchanges.add(BY_HASH, 200, with_response(members)[0], ACCEPTED, comment, flag)
    for status in (400, 404, 429, 500, 503):
        exchanges.add(BY_HASH, status, "{" + RESPONSE + "}", {"unreadable": {"httpStatus": status}}, f"a response with status {status}",
                      "StatusContradictsBody")
    for status in (201, 299):
        exchanges.add(BY_HASH, status, "{" + RESPONSE + "}", ACCEPTED, f"a response with status {status}", "SuccessResponse")
    for body, comment in (
        ("{" + RESPONSE.replace(HASH, "") + "}", "hash is empty"), ("{" + RESPONSE.replace("cancelled", "") + "}", "status is empty"),
        ("{" + RESPONSE.replace("false", "0") + "}", "isIdempotent is 0"), ("{" + RESPONSE.replace("false", "NaN") + "}", "isIdempotent is NaN"),
        ("{" + RESPONSE.replace("false", "null") + "}", "isIdempotent is null"), ("{" + RESPONSE + "} ok", "text after the object"),
        ("{" + RESPONSE.replace("cancelled", "\\ud800") + "}", "status is an unpaired surrogate"),
    ):
        exchanges.add(BY_HASH, 200, body, {"unreadable": {"httpStatus": 200}}, comment, "UnreadableBody")
