# SPDX-License-Identifier: Apache-2.0
"""Compares the reference with the published answers in known_answers.json and circuit_blocks.json, and the
testee with protocol_lines.json. If they differ, nothing is generated."""

import json

from ..checks import require
from ..files import CIRCUIT, FOLDER, KNOWN
from .operations import Operations
from .order_hash import FIELDS
from .scheme import REFERENCE
from .testee import respond

operations = Operations(REFERENCE)
answer = operations.answer
checked = 0


def expect(actual, expected, name):
    global checked
    checked += 1
    require(actual == expected, f"{name}: {actual} is not {expected}")


def run(op, **arguments):
    result = answer(op, arguments)
    require("out" in result, f"{op}: {result}")
    return result["out"]


def integer(decimal):
    return REFERENCE.encoding.format_integer(int(decimal))


def check_poseidon():
    for entry in KNOWN["poseidon"]:
        parameters = {name: entry[name] for name in ("t", "fullRounds", "partialRounds")}
        out = run("poseidon.hash", **parameters, inputs=list(map(integer, entry["inputs"])))
        expect(out["output"], integer(entry["output"]), "poseidon")
    trade = KNOWN["tradeHash"]
    out = run("poseidon.hash", t=trade["t"], fullRounds=trade["fullRounds"], partialRounds=trade["partialRounds"],
              inputs=list(map(integer, trade["inputs"])))
    expect(out["output"], trade["hash"], "documented trade hash")
    constants = KNOWN["poseidonConstants"]["values"]
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
        "taker": "",  # in the published order, the zero address is "0x0"
    }
    expect(list(map(str, REFERENCE.order_hash.inputs(arguments))), known["fieldsInOrder"], "order fields")
    expect(run("order.hash", **arguments)["hash"], known["hash"], "order hash")


def check_orders():
    """The orders of the documentation and of the circuit: their hashes, and the signatures of the hashes."""
    for entry in KNOWN["orderHashes"]:
        expect(order_hash(entry["order"]), entry["hash"], "documented order hash")
    nft = KNOWN["nftOrder"]
    signed = order_hash(nft["order"] | {"buyTokenId": str(int(nft["nftData"], 16))})
    expect(signed, nft["message"], "message that the buyer of an NFT signs")
    check_verification(nft["publicKey"], signed, nft["signature"], {"relayer": True, "strict": False})
    check_verification(nft["publicKey"], nft["orderHash"], nft["signature"], {"relayer": False, "strict": False})
    for entry in CIRCUIT["orders"]:
        expect(order_hash(entry["order"]), entry["hash"], "order hash of the circuit")
        check_verification(entry["publicKey"], entry["hash"], entry["signature"], {"relayer": True, "strict": True})


def order_hash(order):
    return run("order.hash", **{name: order[name] for name in FIELDS})["hash"]


def check_merkle_roots():
    """Every root of the circuit's trees, computed from a leaf and its siblings."""
    hash_elements = REFERENCE.poseidon.hash_elements
    for path in CIRCUIT["merklePaths"]:
        node = hash_elements(path["leafWidth"], 6, 52, [int(value, 16) for value in path["leafInputs"]])
        expect(REFERENCE.encoding.format_integer(node), path["leaf"], f"leaf of the {path['tree']} tree")
        index = path["index"]
        for level in range(0, len(path["siblings"]), 3):
            children = [int(value, 16) for value in path["siblings"][level:level + 3]]
            children.insert(index % 4, node)
            node, index = hash_elements(5, 6, 52, children), index // 4
        expect(REFERENCE.encoding.format_integer(node), path["root"], f"root of the {path['tree']} tree")


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
        arguments = {"publicKey": entry["publicKey"], "message": entry["message"],
                     "signature": "0x" + "".join(part[2:] for part in parts)}
        for profile in ("relayer", "strict"):  # a pair that is not a point is an error, not a verdict
            out = answer("eddsa.verify", arguments | {"profile": profile}).get("out", {"valid": False})
            expect(out["valid"], entry["valid"], f"signature of the circuit's tests, {entry['source']['where']}")
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


    for entry in KNOWN["documentedRequests"]:
        for changes, valid in (({}, True), ({"path": "/api/v2/apiKey"}, False), ({"baseURL": "http://uat2.loopring.io"}, False),
                               ({"baseURL": "https://api3.loopring.io"}, False)):
            request = {name: entry[name] for name in ("method", "baseURL", "path", "params")} | changes
            out = run("request.verify", **request, publicKey=entry["publicKey"], signature=entry["signature"], profile="relayer")
            expect(out["valid"], valid, "documented request")


def check_keys():
    for entry in [*KNOWN["keyDerivation"], KNOWN["documentedAccount"]]:
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
        require(actual == entry["answer"], f"{entry['comment']}: {actual}")
    return len(lines)


def main():
    check_poseidon()
    check_order_hash()
    check_orders()
    check_merkle_roots()
    check_eddsa()
    check_requests()
    check_keys()
    require(checked >= 180, f"only {checked} values were compared; known_answers.json has more")
    print(f"{checked} published values reproduced, {check_lines()} lines of the protocol answered")
