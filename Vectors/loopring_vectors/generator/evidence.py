# SPDX-License-Identifier: Apache-2.0
"""Values that Loopring has published, in its documentation and in the tests of its settlement circuit.

Each function adds tests at the end of a file, so that the numbers of earlier tests do not change.
"""

from ..checks import require
from ..files import CIRCUIT, KNOWN, source_of
from ..reference.failure import Failure
from ..reference.order_hash import FIELDS
from ..reference.scheme import REFERENCE
from .build import note
from .points import point
from .requests import stages, verification_stages
from .values import integer

eddsa, order_hash = REFERENCE.eddsa, REFERENCE.order_hash
BOTH, RELAYER, NEITHER = ({"relayer": relayer, "strict": strict} for relayer, strict in ((True, True), (True, False), (False, False)))
CIRCUIT_NOTE = "Values from a test block of Loopring's settlement circuit, which accepts them."


def add_note(file, flag, effect):
    file.notes.setdefault(flag, note("BASIC", CIRCUIT_NOTE, effect))


def group(file, kind, entry):
    """The group of this source, at the end of the file."""
    source = source_of(entry)
    last = file.groups[-1]
    return last if (last.kind, last.source) == (kind, source) else file.group(kind, source)


def pair(value):
    return int(value["x"], 16), int(value["y"], 16)


def fields_of(order):
    """The members of order.hash from a published order."""
    return {name: order[name] for name in FIELDS}


def nft_fields(order, nft_data):
    """The order with nftData, as a number, instead of buyTokenId. The buyer of an NFT signs the hash of
    this."""
    return fields_of(order) | {"buyTokenId": str(int(nft_data, 16))}


# order.hash

def append_order_hash(file, hash_of):
    for entry in KNOWN["orderHashes"]:
        out = hash_of(group(file, "OrderHash", entry), fields_of(entry["order"]), "a documented order that buys an NFT",
                      "KnownAnswer", "NftOrder")
        require(out == entry["hash"])
    nft = KNOWN["nftOrder"]
    signed = hash_of(group(file, "OrderHash", nft), nft_fields(nft["order"], nft["nftData"]),
                     "the message that the buyer of the NFT signed: nftData replaces buyTokenId", "KnownAnswer", "NftOrder")
    require(signed == nft["message"] != nft["orderHash"])
    for entry in CIRCUIT["orders"]:
        flags = ["CircuitAnswer"] + (["LeadingZeroOutput"] if entry["hash"].startswith("0x00") else [])
        out = hash_of(group(file, "OrderHash", entry), fields_of(entry["order"]), f"an order of the circuit's block of {entry['date']}", *flags)
        require(out == entry["hash"])


# eddsa.verify

def append_eddsa_verify(file):
    add_note(file, "CircuitAnswer", "A genuine signature is refused, or a signature is accepted that the circuit refuses.")
    for entry in CIRCUIT["orders"]:
        verdict(file, entry, entry["hash"], BOTH, f"an order of the circuit's block of {entry['date']}", "CircuitAnswer")
    for entry in KNOWN["eddsaVerify"][1:]:
        signature = "0x" + "".join(value[2:] for value in (entry["R"]["x"], entry["R"]["y"], entry["S"]))
        section = entry["source"]["where"]
        verdict(file, entry | {"signature": signature}, entry["message"], NEITHER, f"a test of the circuit: {section}", "CircuitAnswer")
    request = KNOWN["documentedRequests"][0]
    canonical = stages({name: request[name] for name in ("method", "baseURL", "path", "params")})
    verdict(file, request, canonical["message"], RELAYER, "a documented request, by its message", "KnownAnswer")
    nft = KNOWN["nftOrder"]
    verdict(file, nft, nft["message"], RELAYER, "an order that buys an NFT, for the hash with nftData", "KnownAnswer")
    verdict(file, nft, nft["orderHash"], NEITHER, "the same signature, for the hash by which the exchange names the order", "KnownAnswer")


def verdict(file, entry, message, expected, comment, flag):
    """Adds a published signature with its verdict, or with the error if an input is not a point."""
    tests = group(file, "EddsaVerify", entry)
    arguments = {"publicKey": entry["publicKey"], "message": message, "signature": entry["signature"]}
    try:
        a, m = eddsa.parse_public_key(entry["publicKey"]), eddsa.parse_message(message)
        r_point, s = eddsa.parse_signature(entry["signature"])
    except Failure as failure:
        tests.rejected("eddsa.verify", arguments, failure.code, comment, flag)
        return
    h = eddsa.challenge(r_point, a, m)
    left, right = eddsa.sides(a, h, r_point, s)
    tests.verdict("eddsa.verify", arguments, expected, comment, flag, intermediates={
        "R": point(r_point), "S": integer(s), "challenge": integer(h), "leftSide": point(left), "rightSide": point(right)})


# poseidon.hash

def append_poseidon(file):
    add_note(file, "CircuitAnswer", "The Merkle roots of the exchange's state cannot be recomputed.")
    trade = KNOWN["tradeHash"]
    poseidon(file, trade, trade["t"], list(map(int, trade["inputs"])), int(trade["hash"], 16),
             "the documented hash of a trade", "KnownAnswer")
    block = {"source": CIRCUIT["source"] | {"commit": CIRCUIT["orders"][0]["commit"]}}
    for tree in ("account", "balance", "storage"):
        paths = [path for path in CIRCUIT["merklePaths"] if path["tree"] == tree]
        path = max(paths, key=lambda path: sum(value != integer(0) for value in path["leafInputs"]))
        poseidon(file, block, path["leafWidth"], [int(value, 16) for value in path["leafInputs"]], int(path["leaf"], 16),
                 f"a leaf of the {tree} tree", "CircuitAnswer")
        poseidon(file, block, 5, first_node(path), None, f"a node of the {tree} tree, with four children", "CircuitAnswer")


def poseidon(file, entry, t, inputs, expected, comment, flag):
    arguments = {"t": t, "fullRounds": 6, "partialRounds": 52, "inputs": [integer(value) for value in inputs]}
    group(file, "PoseidonHash", entry).valid("poseidon.hash", arguments, comment, flag,
                                             check=lambda out: expected is None or int(out["output"], 16) == expected)


def first_node(path):
    """The four children of the node above the leaf."""
    children = [int(value, 16) for value in path["siblings"][:3]]
    children.insert(path["index"] % 4, int(path["leaf"], 16))
    return children


# key.derive

def append_key_derivation(file):
    account = KNOWN["documentedAccount"]
    data = bytes.fromhex(account["ethereumSignature"][2:])
    out = group(file, "KeyDerivation", account).valid(
        "key.derive", {"ethereumSignature": account["ethereumSignature"]}, "a documented account of the test network", "KnownAnswer",
        intermediates={"sha256": "0x" + REFERENCE.key_derivation.seed(data).hex()})
    require(out["secretKey"] == account["secretKey"] and out["publicKey"] == account["publicKey"])


# request.verify

def append_request_verify(file):
    """The documented request with its signature, and changed requests with the same signature."""
    entry = KNOWN["documentedRequests"][0]
    request = {name: entry[name] for name in ("method", "baseURL", "path", "params")}
    for changes, expected, comment, flag in (
        ({}, RELAYER, "the documented request and its genuine signature", "KnownAnswer"),
        ({"path": "/api/v2/apiKey"}, NEITHER, "its signature with the v2 path, which is in the documentation's example of the signature base", "KnownAnswer"),
        ({"baseURL": "http://uat2.loopring.io"}, NEITHER, "its signature with http", "KnownAnswer"),
        ({"baseURL": "https://api3.loopring.io"}, NEITHER, "its signature with the main network's host", "ReplayedElsewhere"),
        ({"method": "DELETE"}, NEITHER, "its signature with another method", "TamperedRequest"),
        ({"params": [["accountId", "16350"]]}, NEITHER, "its signature for another account number", "TamperedRequest"),
    ):
        changed = request | changes
        r_point, s = eddsa.parse_signature(entry["signature"])
        group(file, "RequestVerify", entry).verdict(
            "request.verify", {**changed, "publicKey": entry["publicKey"], "signature": entry["signature"]}, expected, comment, flag,
            intermediates=verification_stages(changed, pair(entry["publicKey"]), r_point, s))
