"""The hash that names an order: Poseidon, t = 12, 6 + 53 rounds (SPEC.md, Order hash)."""

import re

import poseidon
from failure import Failure
from field import P

DECIMAL = re.compile(r"0|[1-9][0-9]{0,76}")  # p has 77 digits
ADDRESS = re.compile(r"0x[0-9A-Fa-f]{40}")
NUMBERS = ("storageId", "accountId", "sellTokenId", "buyTokenId", "sellVolume", "buyVolume",
           "validUntil", "maxFeeBips")


def parse_number(text):
    if not DECIMAL.fullmatch(text) or int(text) >= P:
        raise Failure("order-invalid")
    return int(text)


def parse_address(text):
    """An Ethereum address as an integer; the empty text is the zero address."""
    if text == "":
        return 0
    if not ADDRESS.fullmatch(text):
        raise Failure("order-invalid")
    return int(text, 16)


def parse_order(order):
    parsed = {name: parse_number(order[name]) for name in NUMBERS}
    parsed["exchange"] = parse_address(order["exchange"])
    parsed["taker"] = parse_address(order["taker"])
    parsed["fillAmountBOrS"] = flag(order["fillAmountBOrS"])
    return parsed


def flag(value):
    return 1 if value else 0


FIELDS = ("exchange", "storageId", "accountId", "sellTokenId", "buyTokenId", "sellVolume",
          "buyVolume", "validUntil", "maxFeeBips", "fillAmountBOrS", "taker")


def inputs(order):
    """The eleven field elements, in this order."""
    parsed = parse_order(order)
    return [parsed[name] for name in FIELDS]


def hash_inputs(elements):
    return poseidon.hash_elements(12, 6, 53, elements)
