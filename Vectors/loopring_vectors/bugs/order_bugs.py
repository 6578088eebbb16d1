# SPDX-License-Identifier: Apache-2.0
"""Mistakes in the order hash."""

import re

from ..reference.failure import Failure, NeverAnswers
from ..reference.field import P
from ..reference.operations import Operations
from ..reference.order_hash import DECIMAL, FIELDS, NUMBERS, OrderHash
from .catalog import bug
from .encoding_bugs import with_ascii_digits

ANY_DECIMAL = re.compile("0|[1-9][0-9]*")


def in_order(*names):
    def inputs(self, order):
        parsed = self.parse_order(order)
        return [parsed[name] for name in names]

    return inputs


def swapped(first, second):
    names = list(FIELDS)
    i, j = names.index(first), names.index(second)
    names[i], names[j] = names[j], names[i]
    return in_order(*names)


def number_as(convert):
    return lambda self, text: convert(OrderHash.parse_number(self, text))


def lenient_number(self, text):
    try:
        return int(text) % P
    except ValueError:
        raise Failure("order-invalid") from None


def decimal_unchecked(self, text):
    if not DECIMAL.fullmatch(text):
        raise Failure("order-invalid")
    return int(text) % P


def empty_is_zero(self, text):
    return 0 if text == "" else OrderHash.parse_number(self, text)


def address_little_endian(self, text):
    return int.from_bytes(OrderHash.parse_address(self, text).to_bytes(20, "big"), "little")


def address_lower_case_only(self, text):
    if text != text.lower():
        raise Failure("order-invalid")
    return OrderHash.parse_address(self, text)


def address_of_any_length(self, text):
    if not re.fullmatch("(0x)?[0-9A-Fa-f]*", text):
        raise Failure("order-invalid")
    return int(text.removeprefix("0x") or "0", 16) % (1 << 160)


def address_required(self, text):
    if text == "":
        raise Failure("order-invalid")
    return OrderHash.parse_address(self, text)


def without_taker(self, order):
    inputs = OrderHash.inputs(self, order)
    return inputs[:10] if inputs[10] else inputs


def fill_flag_as(convert):
    def parse_order(self, order):
        return OrderHash.parse_order(self, order) | {"fillAmountBOrS": convert(order["fillAmountBOrS"])}

    return parse_order


def hash_at(t, full_rounds, partial_rounds):
    return lambda self, elements: self.poseidon.hash_elements(t, full_rounds, partial_rounds, elements)


bug("order-tokens-swapped", "OrderFieldOrder", "hashes the bought token before the sold one",
    {"order_hash.inputs": swapped("sellTokenId", "buyTokenId")})
bug("order-volumes-swapped", "OrderFieldOrder", "hashes the bought volume before the sold one",
    {"order_hash.inputs": swapped("sellVolume", "buyVolume")})
bug("order-pairs-interleaved", "OrderFieldOrder", "hashes token and volume of the sell side, then those of the buy side",
    {"order_hash.inputs": in_order("exchange", "storageId", "accountId", "sellTokenId", "sellVolume", "buyTokenId",
                                   "buyVolume", "validUntil", "maxFeeBips", "fillAmountBOrS", "taker")})
bug("order-account-before-storage", "OrderFieldOrder", "hashes accountId before storageId",
    {"order_hash.inputs": swapped("storageId", "accountId")})
bug("order-fee-before-validity", "OrderFieldOrder", "hashes maxFeeBips before validUntil",
    {"order_hash.inputs": swapped("validUntil", "maxFeeBips")})
bug("order-taker-before-fill-flag", "OrderFieldOrder", "hashes taker before fillAmountBOrS",
    {"order_hash.inputs": swapped("fillAmountBOrS", "taker")})
bug("order-fill-flag-inverted", "OrderFillFlag", "hashes 1 for false and 0 for true",
    {"order_hash.parse_order": fill_flag_as(lambda value: 0 if value else 1)})
bug("order-fill-flag-ignored", "OrderFillFlag", "always hashes 0 for fillAmountBOrS", {"order_hash.parse_order": fill_flag_as(lambda value: 0)})
bug("order-taker-ignored", "OrderTaker", "omits the taker", {"order_hash.inputs": without_taker})
bug("order-taker-required", "OrderTakerEmpty", "refuses an empty taker", {"order_hash.parse_address": address_required})
bug("order-52-partial-rounds", "OrderRounds", "hashes orders with the challenge's 52 partial rounds",
    {"order_hash.hash_inputs": hash_at(12, 6, 52)})
bug("order-57-partial-rounds", "OrderRounds", "hashes orders with ethsnarks' default of 8 + 57 rounds",
    {"order_hash.hash_inputs": hash_at(12, 8, 57)}, seen_in="ethsnarks")
bug("order-width-13", "OrderWidth", "hashes the eleven fields at t = 13",
    {"order_hash.hash_inputs": hash_at(13, 6, 53)})
bug("order-volume-as-double", "OrderVolumePrecision", "passes numbers through a double",
    {"order_hash.parse_number": number_as(lambda value: int(float(value)) % P)})
bug("order-volume-64-bit", "OrderVolume64Bit", "keeps the low 64 bits of numbers",
    {"order_hash.parse_number": number_as(lambda value: value % (1 << 64))})
bug("order-volume-96-bit", "OrderNumberBeyondWidth", "keeps the low 96 bits of numbers",
    {"order_hash.parse_number": number_as(lambda value: value % (1 << 96))})
bug("order-number-reduced", "OrderNumberOutOfRange", "reduces numbers mod p", {"order_hash.parse_number": decimal_unchecked})
bug("order-number-lenient", "OrderNumberMalformed",
    "reads numbers with a parser that accepts signs, underscores, Unicode digits and white space, and reduces them mod p",
    {"order_hash.parse_number": lenient_number}, seen_in="hello_loopring")
bug("order-number-empty-is-zero", "OrderNumberMalformed", "reads an empty number as 0",
    {"order_hash.parse_number": empty_is_zero})
bug("order-address-little-endian", "OrderAddressByteOrder", "reads addresses little-endian",
    {"order_hash.parse_address": address_little_endian})
bug("order-address-lower-case-only", "OrderAddressCase", "refuses upper-case digits in addresses",
    {"order_hash.parse_address": address_lower_case_only})
bug("order-address-of-any-length", "OrderAddressMalformed", "accepts addresses of any length, with or without 0x",
    {"order_hash.parse_address": address_of_any_length})


def javascript_number(text):
    """A big integer, reduced mod p. A minus sign, 0x and leading zeros are accepted."""
    if not re.fullmatch("-?[0-9]+|0x[0-9A-Fa-f]+", text):
        raise Failure("order-invalid")
    return int(text, 16 if text[:2] == "0x" else 10) % P


def python_address(text):
    try:
        return int(text or "0", 16) % P
    except ValueError:
        raise Failure("order-invalid") from None


def number_by_subtraction(self, text):
    """Reduces mod p by repeated subtraction, whose time doubles with each bit."""
    if not ANY_DECIMAL.fullmatch(text):
        raise Failure("order-invalid")
    if int(text) >> 284:
        raise NeverAnswers
    return int(text) % P


def shortened_hash(self, **order):
    """The hash without its leading zero bytes."""
    digits = Operations.order_hash(self, **order)["hash"][2:]
    return {"hash": "0x" + re.sub("^(?:00)+", "", digits)}


def exchange_required(self, order):
    if order["exchange"] == "":
        raise Failure("order-invalid")
    return OrderHash.parse_order(self, order)


def widths_checked(**limits):
    """Refuses members that exceed these limits."""
    def parse_order(self, order):
        parsed = OrderHash.parse_order(self, order)
        if any(parsed[name] > limit for name, limit in limits.items()):
            raise Failure("order-invalid")
        return parsed

    return parse_order


bug("order-exchange-required", "OrderExchangeEmpty", "refuses an empty exchange", {"order_hash.parse_order": exchange_required})
bug("order-fee-12-bits", "OrderNumberAtWidth", "refuses a maxFeeBips above 4095, as an earlier circuit did",
    {"order_hash.parse_order": widths_checked(maxFeeBips=4095)})
bug("order-token-below-32768", "OrderNumberAtWidth", "refuses the tokens of NFTs, which begin at 32768",
    {"order_hash.parse_order": widths_checked(sellTokenId=32767, buyTokenId=32767)})
bug("order-nft-data-refused", "NftOrder", "refuses nftData instead of a token id",
    {"order_hash.parse_order": widths_checked(sellTokenId=65535, buyTokenId=65535)})
bug("order-number-bigint", "OrderNumberMalformed", "accepts a minus sign, 0x and leading zeros in numbers, and reduces them mod p",
    {"order_hash.parse_number": lambda self, text: javascript_number(text)}, seen_in="loopring_sdk", any_value=True)
bug("order-number-by-subtraction", "OrderNumberOutOfRange", "reduces numbers by subtracting p in a loop: the time doubles with each bit beyond 254",
    {"order_hash.parse_number": number_by_subtraction}, seen_in="go-loopring-sig")
bug("order-address-general-number-parser", "OrderAddressMalformed", "reads addresses with a number parser that accepts any length, signs and white space",
    {"order_hash.parse_address": lambda self, text: python_address(text)}, seen_in="hello_loopring")
bug("order-address-unchecked", "OrderAddressMalformed", "accepts any text as an address",
    {"order_hash.parse_address": lambda self, text: int("".join(c for c in text if c in "0123456789abcdefABCDEF") or "0", 16) % P},
    seen_in="loopring_sdk", any_value=True)
bug("order-hash-without-leading-zeros", "LeadingZeroOutput", "prints the hash without its leading zero bytes",
    {"operations.order_hash": shortened_hash}, seen_in="loopring_sdk")


INTEGERS = ("storageId", "accountId", "sellTokenId", "buyTokenId", "validUntil", "maxFeeBips")


def integers_of_32_bits(self, order):
    """All numbers except volumes are signed 32-bit integers."""
    if any(int(order[name]) >= 1 << 31 for name in INTEGERS if DECIMAL.fullmatch(order[name])):
        raise Failure("order-invalid")
    return OrderHash.parse_order(self, order)


def low_32_bits(self, order):
    parsed = OrderHash.parse_order(self, order)
    return parsed | {name: parsed[name] % (1 << 32) for name in INTEGERS}


def trimmed_number(text):
    """A parser that accepts white space around the number, a sign and leading zeros."""
    if not re.fullmatch(r"[ \t\n\r]*[+-]?[0-9]+[ \t\n\r]*", text):
        raise Failure("order-invalid")
    return int(text)


def parsed_leniently(self, order):
    """Volumes of any size are reduced mod p. validUntil is a signed 64-bit integer. The other numbers are
    32-bit integers."""
    numbers = {name: trimmed_number(order[name]) for name in NUMBERS}
    for name in INTEGERS:
        limit = 1 << (63 if name == "validUntil" else 31)
        if not -limit <= numbers[name] < limit:
            raise Failure("order-invalid")
    return OrderHash.parse_order(self, order | {name: "0" for name in NUMBERS}) | {name: value % P for name, value in numbers.items()}


def trimmed_address(self, text):
    """Any number of hex digits, with or without 0x, and with white space around them."""
    digits = text.strip().removeprefix("0x")
    if text and not re.fullmatch("[0-9A-Fa-f]+", digits):
        raise Failure("order-invalid")
    return int(digits or "0", 16) % P


def unicode_digits(self, text):
    return OrderHash.parse_number(self, with_ascii_digits(text))


bug("order-numbers-32-bits", "OrderNumberAtWidth", "stores numbers as signed 32-bit integers, and refuses larger ones",
    {"order_hash.parse_order": integers_of_32_bits})
bug("order-numbers-low-32-bits", "OrderNumberBeyondWidth", "keeps the low 32 bits of all numbers except volumes",
    {"order_hash.parse_order": low_32_bits})
bug("order-numbers-parsed-leniently", "OrderNumberMalformed",
    "accepts white space, a sign and leading zeros in numbers, reduces volumes mod p, and refuses other numbers beyond 32 bits",
    {"order_hash.parse_order": parsed_leniently}, seen_in="PoseidonSharp")
bug("order-address-trimmed", "OrderAddressMalformed", "accepts addresses of any length, without 0x, and with white space around them",
    {"order_hash.parse_address": trimmed_address}, seen_in="PoseidonSharp")
bug("order-number-unicode-digits", "OrderNumberMalformed", "reads every digit of Unicode, as Java's BigInteger does",
    {"order_hash.parse_number": unicode_digits})
