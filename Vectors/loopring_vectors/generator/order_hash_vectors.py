# SPDX-License-Identifier: Apache-2.0
"""order_hash.json: the hash that names an order."""

from ..bugs.catalog import answer_with
from ..checks import require
from ..files import KNOWN, source_of
from ..reference.field import P
from ..reference.order_hash import FIELDS, NUMBERS
from ..reference.scheme import REFERENCE
from . import evidence
from .build import VectorFile, note
from .shared_notes import hex_notes
from .values import draw, integer, search, zero_high_bytes

order_hash = REFERENCE.order_hash

NOT_FOUND = "No order has this hash: the exchange answers 107003 (order does not exist) to a cancellation by hash."
NOTES = {
    "KnownAnswer": note("BASIC", "The documentation's sample order and its hash, which the cancel-order page uses.",
                        NOT_FOUND),
    "Ordinary": note("BASIC", "An order with pseudorandom fields.", NOT_FOUND),
    "OrderFieldOrder": note(
        "WRONG_ORDER",
        "The order is exchange, storageId, accountId, sellTokenId, buyTokenId, sellVolume, buyVolume, validUntil, maxFeeBips, "
        "fillAmountBOrS, taker. No two fields of the test are equal.", NOT_FOUND),
    "OrderFieldHashed": note(
        "MISSING_INPUT", "One field differs from the documentation's sample, and so does the hash.",
        "If a field is not hashed, the signature of the order does not cover it."),
    "OrderFillFlag": note(
        "WRONG_CHOICE", "fillAmountBOrS is hashed as 1 for true and 0 for false. The tests come in pairs.", NOT_FOUND),
    "OrderTaker": note("MISSING_INPUT", "An order that only one taker may fill.", NOT_FOUND),
    "OrderTakerEmpty": note(
        "EDGE_CASE", "An empty taker is hashed like the zero address.",
        "Most orders do not have a taker. They cannot be hashed, or get a wrong hash."),
    "OrderRounds": note(
        "WRONG_PARAMETER", "The order hash has 6 full and 53 partial rounds. The challenge of a signature has 52, ethsnarks' default 8 + 57.",
        NOT_FOUND),
    "OrderWidth": note("WRONG_PARAMETER", "The eleven fields are hashed at t = 12.", NOT_FOUND),
    "OrderVolumePrecision": note(
        "PRECISION_LOSS", "A volume above 2^53 that a double cannot represent.",
        "JavaScript rounds JSON numbers. Amounts of a token with 18 decimals exceed 2^53 from about 0.009 tokens on. "
        + NOT_FOUND),
    "OrderVolume64Bit": note("TRUNCATION", "A volume above 2^64, up to 2^96 - 1.",
                             "The amount of 18.5 tokens with 18 decimals exceeds 64 bits. " + NOT_FOUND),
    "OrderNumberBeyondWidth": note(
        "EDGE_CASE", "A number that exceeds its width in the settlement circuit. The order hash still uses the whole number.",
        "If the number is truncated silently, the hash is that of a different order."),
    "OrderNumberAtWidth": note(
        "EDGE_CASE", "A member with the largest value that its width in the settlement circuit allows; maxFeeBips also with its limit, "
        "10000.",
        "A valid order is refused, or a bit of it is lost. " + NOT_FOUND),
    "OrderExchangeEmpty": note(
        "EDGE_CASE", "An empty exchange is hashed like the zero address, as an empty taker is.",
        "Two implementations hash the same order differently."),
    "NftOrder": note(
        "WRONG_INPUT",
        "An order that buys an NFT. The exchange names the order by the hash with buyTokenId. The buyer signs a different "
        "hash, in which nftData, as a number, replaces buyTokenId.",
        "The exchange refuses a signature of the hash with buyTokenId, and does not find an order by the hash with nftData."),
    "CircuitAnswer": note(
        "BASIC", "An order from a test block of Loopring's settlement circuit. The block's signature is valid for the hash.", NOT_FOUND),
    "OrderNumberZero": note("EDGE_CASE", "A field is 0.", "0 is refused or omitted. " + NOT_FOUND),
    "OrderNumberOutOfRange": note(
        "MISSING_RANGE_CHECK", "A number of p or more.", "Two orders would share a hash."),
    "OrderNumberMalformed": note(
        "ENCODING", "The number is not decimal digits without a leading zero. It has a sign, 0x, a fraction, an exponent, a "
        "space or a fullwidth digit, or it is empty.", "Lenient parsers read some number, and the hash is that of a different "
        "order."),
    "OrderAddressByteOrder": note("WRONG_BYTE_ORDER", "Addresses are big-endian integers.", NOT_FOUND),
    "OrderAddressCase": note(
        "ENCODING", "The digits of an address may be in either case. Checksums (EIP-55) are not verified.",
        "The same order has several hashes, or a genuine order is refused.", "https://eips.ethereum.org/EIPS/eip-55"),
    "OrderAddressMalformed": note(
        "ENCODING", "The address is not 0x and 40 hex digits.", "If it is cut or padded, the hash is that of a different address."),
    "LeadingZeroOutput": hex_notes("LeadingZeroOutput")["LeadingZeroOutput"],
}


def sample():
    order = KNOWN["orderHash"]["order"]
    return {
        "exchange": order["exchange"], "storageId": str(order["storageId"]), "accountId": str(order["accountId"]),
        "sellTokenId": str(order["sellToken"]["tokenId"]), "buyTokenId": str(order["buyToken"]["tokenId"]),
        "sellVolume": order["sellToken"]["volume"], "buyVolume": order["buyToken"]["volume"],
        "validUntil": str(order["validUntil"]), "maxFeeBips": str(order["maxFeeBips"]),
        "fillAmountBOrS": order["fillAmountBOrS"], "taker": "",
    }


def address(label):
    return "0x%040x" % draw(label, 1 << 160)


def with_whole_hash(fields):
    """The order with the next storageId for which the hash does not begin with a zero byte."""
    while zero_high_bytes(order_hash.hash_inputs(order_hash.inputs(fields))):
        fields = fields | {"storageId": str(int(fields["storageId"]) + 1)}
    return fields


def order(label, **changes):
    """A pseudorandom order with fields of the circuit's widths. No two fields are equal."""
    widths = {"storageId": 32, "accountId": 32, "sellTokenId": 16, "buyTokenId": 16, "sellVolume": 96, "buyVolume": 96,
              "validUntil": 32, "maxFeeBips": 6}
    fields = {name: str(2 + draw(f"{label} {name}", (1 << width) - 2)) for name, width in widths.items()}
    fields |= {"exchange": address(label + " exchange"), "fillAmountBOrS": False, "taker": address(label + " taker")}
    fields |= changes
    return {name: fields[name] for name in FIELDS}


def build():
    file = VectorFile(
        "order_hash", "Poseidon of an order's eleven fields, t = 12, 6 full and 53 partial rounds",
        ["Numbers are decimal text. Addresses are 0x and 40 hex digits, or empty.", "inputs are the eleven field elements."], NOTES)
    group = file.group("OrderHash", source_of(KNOWN["orderHash"]))
    out = hash_of(group, sample(), "the documentation's order", "KnownAnswer")
    require(out == KNOWN["orderHash"]["hash"])
    group = file.group("OrderHash")
    for i in range(8):
        hash_of(group, order(f"ordinary {i}", fillAmountBOrS=bool(i % 2)), "pseudorandom fields", "Ordinary")
    structural(group)
    fields(group)
    numbers(group)
    addresses(group)
    for i in range(2):
        n = search(f"short {i}", 1 << 32, lambda n: zero_high_bytes(order_hash.hash_inputs(
            order_hash.inputs(sample() | {"storageId": str(n)}))))
        hash_of(group, sample() | {"storageId": str(n)}, "the hash begins with a zero byte", "LeadingZeroOutput")
    widths(file.group("OrderHash"))
    evidence.append_order_hash(file, hash_of)
    return file


def hash_of(group, fields, comment, *flags):
    inputs = [integer(value) for value in order_hash.inputs(fields)]
    return group.valid("order.hash", fields, comment, *flags, intermediates={"inputs": inputs},
                       check=lambda out: zero_high_bytes(int(out["hash"], 16)) == ("LeadingZeroOutput" in flags))["hash"]


def structural(group):
    shown = {"OrderFieldOrder": ("order-pairs-interleaved", "order-tokens-swapped", "order-account-before-storage",
                                 "order-fee-before-validity"),
             "OrderRounds": ("order-52-partial-rounds", "order-57-partial-rounds"), "OrderWidth": ("order-width-13",),
             "OrderAddressByteOrder": ("order-address-little-endian",)}
    for flag, names in shown.items():
        for i in range(3):
            name = names[i % len(names)]
            fields = order(f"{flag} {i}", fillAmountBOrS=True)
            require(len(set(order_hash.inputs(fields))) == 11)
            mistaken = answer_with(name, "order.hash", fields)["out"]["hash"]
            require(hash_of(group, fields, f"the mistake prints {mistaken[:18]}...", flag) != mistaken)


def fields(group):
    hashes = {KNOWN["orderHash"]["hash"]}
    changes = {"exchange": address("changed"), "storageId": "1", "accountId": "10030", "sellTokenId": "3", "buyTokenId": "0",
               "sellVolume": "10000001", "buyVolume": "9756234000000000001", "validUntil": "1655979920", "maxFeeBips": "62",
               "fillAmountBOrS": True, "taker": address("only")}
    for name, value in changes.items():
        hashes.add(hash_of(group, sample() | {name: value}, f"the documentation's order with another {name}",
                           "OrderFieldHashed"))
    require(len(hashes) == 12)
    for i in range(3):
        pair = {hash_of(group, order(f"fill {i}", fillAmountBOrS=value), f"fillAmountBOrS is {str(value).lower()}",
                        "OrderFillFlag") for value in (False, True)}
        require(len(pair) == 2)
        hash_of(group, order(f"taker {i}"), "a taker", "OrderTaker")
        pair = {hash_of(group, order(f"no taker {i}", taker=value), f"taker is {value or 'empty'}", "OrderTakerEmpty")
                for value in ("", "0x" + "0" * 40)}
        require(len(pair) == 1)


def numbers(group):
    for value in (2**53 + 1, 2**63 - 1, 1234567890123456789, 10**18 + 1):
        require(int(float(value)) != value)
        for name in ("sellVolume", "buyVolume"):
            hash_of(group, sample() | {name: str(value)}, f"{name} = {value}", "OrderVolumePrecision")
    for value in (2**64, 2**64 + 5, 10**20 + 7, 2**96 - 1):
        for name in ("sellVolume", "buyVolume"):
            hash_of(group, with_whole_hash(sample() | {name: str(value)}), f"{name} = {value}", "OrderVolume64Bit")
    for name, value in (("sellVolume", 2**96), ("buyVolume", 2**96 + 3), ("buyVolume", P - 1), ("storageId", 2**100 + 9),
                        ("validUntil", 2**97 + 1)):
        hash_of(group, sample() | {name: str(value)}, f"{name} = {'p - 1' if value == P - 1 else value}",
                "OrderNumberBeyondWidth")
    for name in NUMBERS:
        if name != "storageId":  # 0 in the sample itself
            hash_of(group, sample() | {name: "0"}, f"{name} = 0", "OrderNumberZero")
        group.rejected("order.hash", sample() | {name: str(P)}, "order-invalid", f"{name} = p", "OrderNumberOutOfRange")
    for value, what in ((P + 1, "p + 1"), (2**256 - 1, "2^256 - 1"), (2**256, "2^256"), (10**100, "10^100")):
        group.rejected("order.hash", sample() | {"sellVolume": str(value)}, "order-invalid", f"sellVolume = {what}",
                       "OrderNumberOutOfRange")
    malformed = {"": "the empty text", "-1": "a negative number", "+1": "a sign", "0x10": "hex", "1.0": "a fraction",
                 "1e3": "an exponent", " 1": "a space before", "1\n": "a line feed after", "1_000": "an underscore",
                 "1,000": "a comma", "01": "a leading zero", "00": "two zeros", "\uff11": "a fullwidth digit",
                 "\u0661": "an Arabic-Indic digit", "ten": "a word"}
    for text, what in malformed.items():
        for name in ("sellVolume", "storageId"):
            group.rejected("order.hash", sample() | {name: text}, "order-invalid", f"{name}: {what}", "OrderNumberMalformed")


WIDTHS = {"storageId": 32, "accountId": 32, "sellTokenId": 16, "buyTokenId": 16, "sellVolume": 96, "buyVolume": 96, "validUntil": 32,
          "maxFeeBips": 14}


def widths(group):
    """Each number at the limit of its width in the circuit, and one larger. Both are hashed unchanged."""
    for name, width in WIDTHS.items():
        for value, flag in ((2**width - 1, "OrderNumberAtWidth"), (2**width, "OrderNumberBeyondWidth")):
            if name.endswith("Volume") and value == 2**96 - 1 or (name, value) == ("sellVolume", 2**96):
                continue  # among the tests of volumes
            hash_of(group, with_whole_hash(order(f"{name} {value}", **{name: str(value)})), f"{name} = {value}", flag)
    for value in (63, 10000, 10001, 99999, 2**64 + 1, P - 1):
        flag = "OrderNumberAtWidth" if value <= 10000 else "OrderNumberBeyondWidth"
        hash_of(group, with_whole_hash(sample() | {"storageId": "7", "maxFeeBips": str(value)}),
                f"maxFeeBips = {'p - 1' if value == P - 1 else value}", flag)
    for name in ("exchange", "taker"):
        hash_of(group, with_whole_hash(order(f"largest {name}", **{name: "0x" + "f" * 40})), f"the largest {name}", "OrderNumberAtWidth")
    hash_of(group, order("no exchange", exchange=""), "an empty exchange is the zero address", "OrderExchangeEmpty")


def addresses(group):
    fields = order("case")
    digits = fields["exchange"][2:]
    outputs = {hash_of(group, fields | {"exchange": "0x" + d}, what, "OrderAddressCase")
               for d, what in ((digits, "lower-case address"), (digits.upper(), "upper-case address"),
                               (digits[:20].upper() + digits[20:], "mixed case that is not a checksum"))}
    require(len(outputs) == 1)
    hash_of(group, fields | {"taker": fields["taker"].upper().replace("0X", "0x")}, "upper-case taker", "OrderAddressCase")
    hash_of(group, order("low", exchange="0x" + "0" * 38 + "1f"), "an address with leading zeros", "OrderAddressByteOrder")
    hash_of(group, order("high", exchange="0x1f" + "0" * 38), "an address with trailing zeros", "OrderAddressByteOrder")
    hash_of(group, order("all", exchange="0x" + "f" * 40), "the largest address", "Ordinary")
    for text, what in (("0x" + digits[1:], "39 digits"), ("0x0" + digits, "41 digits"), (digits, "no 0x"),
                       ("0X" + digits, "0X"), ("0x", "the prefix alone"), ("0x0", "0x0"), ("0x" + digits[:-1] + "g", "a g"),
                       (" 0x" + digits, "a space before"), ("0x" + digits + "\n", "a line feed after"),
                       ("0x" + "0" * 24 + digits, "32 bytes")):
        for name in ("exchange", "taker"):
            group.rejected("order.hash", sample() | {name: text}, "order-invalid", f"{name}: {what}", "OrderAddressMalformed")
