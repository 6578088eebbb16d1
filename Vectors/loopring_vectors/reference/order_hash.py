# SPDX-License-Identifier: Apache-2.0
"""The order hash: Poseidon with t = 12 and 6 + 53 rounds (SPEC.md, section 10)."""

import re

from .failure import Failure
from .field import P

DECIMAL = re.compile(r"0|[1-9][0-9]{0,76}")  # p has 77 digits
ADDRESS = re.compile(r"0x[0-9A-Fa-f]{40}")
NUMBERS = ("storageId", "accountId", "sellTokenId", "buyTokenId", "sellVolume", "buyVolume",
           "validUntil", "maxFeeBips")
FIELDS = ("exchange", "storageId", "accountId", "sellTokenId", "buyTokenId", "sellVolume",
          "buyVolume", "validUntil", "maxFeeBips", "fillAmountBOrS", "taker")


class OrderHash:
    def __init__(self, poseidon):
        self.poseidon = poseidon

    def parse_number(self, text):
        if not DECIMAL.fullmatch(text) or int(text) >= P:
            raise Failure("order-invalid")
        return int(text)

    def parse_address(self, text):
        """An Ethereum address as an integer. The empty text is the zero address."""
        if text == "":
            return 0
        if not ADDRESS.fullmatch(text):
            raise Failure("order-invalid")
        return int(text, 16)

    def parse_order(self, order):
        parsed = {name: self.parse_number(order[name]) for name in NUMBERS}
        parsed["exchange"] = self.parse_address(order["exchange"])
        parsed["taker"] = self.parse_address(order["taker"])
        parsed["fillAmountBOrS"] = 1 if order["fillAmountBOrS"] else 0
        return parsed

    def inputs(self, order):
        """The eleven field elements, in the order of FIELDS."""
        parsed = self.parse_order(order)
        return [parsed[name] for name in FIELDS]

    def hash_inputs(self, elements):
        return self.poseidon.hash_elements(12, 6, 53, elements)
