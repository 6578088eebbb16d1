"""The reference against the published answers of known_answers.json, and the testee against protocol_lines.json."""

import json

from ..files import FOLDER, KNOWN
from .operations import Operations
from .scheme import REFERENCE
from .testee import respond

operations = Operations(REFERENCE)
answer = operations.answer
checked = 0


def expect(actual, expected, name):
    global checked
    checked += 1
    assert actual == expected, f"{name}: {actual} is not {expected}"


def run(op, **arguments):
    result = answer(op, arguments)
    assert "out" in result, f"{op}: {result}"
    return result["out"]


def integer(decimal):
    return REFERENCE.encoding.format_integer(int(decimal))


def check_poseidon():
    for entry in KNOWN["poseidon"]:
        parameters = {name: entry[name] for name in ("t", "fullRounds", "partialRounds")}
        out = run("poseidon.hash", **parameters, inputs=list(map(integer, entry["inputs"])))
        expect(out["output"], integer(entry["output"]), "poseidon")
    constants = KNOWN["poseidonConstants"]
    chain = REFERENCE.poseidon.round_constants(65)
    matrix = REFERENCE.poseidon.matrix(6)
    expect(str(chain[0]), constants["first"], "first constant")
    expect(str(chain[1]), constants["second"], "second constant")
    expect(str(chain[63]), constants["64th"], "64th constant")
    expect(str(chain[64]), constants["65th"], "65th constant")
    expect(str(matrix[0][0]), constants["t6_M00"], "M[0][0]")
    expect(str(matrix[5][5]), constants["t6_M55"], "M[5][5]")


def check_order_hash():
    known = KNOWN["orderHash"]
    order = known["order"]
    arguments = {
        "exchange": order["exchange"],
        "storageId": str(order["storageId"]),
        "accountId": str(order["accountId"]),
        "sellTokenId": str(order["sellToken"]["tokenId"]),
        "buyTokenId": str(order["buyToken"]["tokenId"]),
        "sellVolume": order["sellToken"]["volume"],
        "buyVolume": order["buyToken"]["volume"],
        "validUntil": str(order["validUntil"]),
        "maxFeeBips": str(order["maxFeeBips"]),
        "fillAmountBOrS": order["fillAmountBOrS"],
        "taker": "",  # the published order writes the zero address as "0x0"
    }
    expect(list(map(str, REFERENCE.order_hash.inputs(arguments))), known["fieldsInOrder"], "order fields")
    expect(run("order.hash", **arguments)["hash"], known["hash"], "order hash")


def check_eddsa():
    for entry in KNOWN["eddsaSign"]:
        key = {"secretKey": entry["secretKey"]}
        expect(run("eddsa.publicKey", **key)["publicKey"], entry["publicKey"], "public key")
        out = run("eddsa.sign", **key, message=entry["message"], form="unreduced")
        for name in ("publicKey", "nonce", "R", "challenge", "S", "signature"):
            expect(out[name], entry[name], name)
        out = run("eddsa.sign", **key, message=entry["message"], form="reduced")
        expect(out["S"], entry["reducedS"], "reduced S")
        expect(out["signature"], entry["reducedSignature"], "reduced signature")
        for signature, profiles in (
            (entry["signature"], {"relayer": True, "strict": False}),
            (entry["reducedSignature"], {"relayer": True, "strict": True}),
        ):
            check_verification(entry["publicKey"], entry["message"], signature, profiles)
    for entry in KNOWN["eddsaVerify"]:
        parts = entry["R"]["x"], entry["R"]["y"], entry["S"]
        signature = "0x" + "".join(part[2:] for part in parts)
        profiles = {"relayer": entry["valid"], "strict": entry["valid"]}
        check_verification(entry["publicKey"], entry["message"], signature, profiles)
    first, second = KNOWN["documentedSignatures"]
    arguments = {"publicKey": KNOWN["eddsaVerify"][0]["publicKey"], "message": integer("1")}
    refused = answer("eddsa.verify", arguments | {"signature": first["signature"], "profile": "relayer"})
    expect(refused, {"error": "field-element-out-of-range"}, "documented signature 1")
    parsed = answer("eddsa.verify", arguments | {"signature": second["signature"], "profile": "relayer"})
    expect(parsed, {"out": {"valid": False}}, "documented signature 2")


def check_verification(public_key, message, signature, profiles):
    for profile, valid in profiles.items():
        out = run("eddsa.verify", publicKey=public_key, message=message, signature=signature, profile=profile)
        expect(out["valid"], valid, f"verification under {profile}")


def check_requests():
    for entry in KNOWN["requestSign"]:
        request = {name: entry[name] for name in ("method", "baseURL", "path", "params")}
        out = run("request.canonicalize", **request)
        for name in ("signatureBase", "sha256", "message"):
            expect(out[name], entry[name], name)
        for form, name in (("unreduced", "signature"), ("reduced", "reducedSignature")):
            out = run("request.sign", **request, secretKey=entry["secretKey"], form=form)
            expect(out["signature"], entry[name], name)
        key = run("eddsa.publicKey", secretKey=entry["secretKey"])["publicKey"]
        out = run("request.verify", **request, publicKey=key, signature=entry["signature"], profile="relayer")
        expect(out["valid"], True, "request verification")


def check_keys():
    for entry in KNOWN["keyDerivation"]:
        out = run("key.derive", ethereumSignature=entry["ethereumSignature"])
        expect(out["secretKey"], entry["secretKey"], "derived key")
        expect(out["publicKey"], entry["publicKey"], "derived public key")
    for entry in KNOWN["publicKeyPacking"]:
        expect(run("curve.pack", p=entry["publicKey"])["packed"], entry["packed"], "packed")
        expect(run("curve.unpack", packed=entry["packed"]), entry["publicKey"], "unpacked")


def check_lines():
    lines = json.loads((FOLDER / "protocol_lines.json").read_text("utf-8"))["lines"]
    for entry in lines:
        actual = respond(operations, entry["line"].encode())
        assert actual == entry["answer"], f"{entry['comment']}: {actual}"
    return len(lines)


def main():
    check_poseidon()
    check_order_hash()
    check_eddsa()
    check_requests()
    check_keys()
    print(f"{checked} published figures reproduced, {check_lines()} lines of the protocol answered")
