# SPDX-License-Identifier: Apache-2.0
"""Requests that several files use."""

from ..reference.scheme import REFERENCE
from .points import point
from .values import integer

eddsa, canonicalization = REFERENCE.eddsa, REFERENCE.canonicalization

HOST = "https://api3.loopring.io"
PATH = "/api/v3/order"


def delete(*params, base_url=HOST, path=PATH, method="DELETE"):
    return {"method": method, "baseURL": base_url, "path": path, "params": [list(pair) for pair in params]}


def post(body, base_url=HOST, path=PATH, method="POST"):
    return {"method": method, "baseURL": base_url, "path": path, "body": body}


def stages(request):
    """parameterString, signatureBase, sha256, message."""
    string, base = canonicalization.signature_base(
        request["method"], request["baseURL"], request["path"], request.get("params"), request.get("body"))
    digest = canonicalization.digest(base)
    return {"parameterString": string, "signatureBase": base, "sha256": "0x" + digest.hex(),
            "message": integer(canonicalization.message(digest))}


def signature_stages(request, k, form):
    """The intermediate values of a test of request.sign."""
    canonical = stages(request)
    a, r, r_point, h, s = eddsa.sign(k, int(canonical["message"], 16), form)
    return {"parameterString": canonical["parameterString"], "sha256": canonical["sha256"], "publicKey": point(a),
            "nonce": integer(r), "R": point(r_point), "challenge": integer(h), "S": integer(s)}


def verification_stages(request, a, r_point, s):
    """The intermediate values of a test of request.verify."""
    canonical = stages(request)
    h = eddsa.challenge(r_point, a, int(canonical["message"], 16))
    return {**canonical, "R": point(r_point), "S": integer(s), "challenge": integer(h)}
