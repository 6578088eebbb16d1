"""Mistakes in the order hash."""

import re

import order_hash
import poseidon
from catalogue import bug
from failure import Failure
from field import P

original_parse_address = order_hash.parse_address
original_parse_number = order_hash.parse_number
original_parse_order = order_hash.parse_order
original_inputs = order_hash.inputs


def in_order(*names):
    def inputs(order):
        parsed = order_hash.parse_order(order)
        return [parsed[name] for name in names]

    return inputs


def swapped(first, second):
    names = list(order_hash.FIELDS)
    i, j = names.index(first), names.index(second)
    names[i], names[j] = names[j], names[i]
    return in_order(*names)


def number_as(convert):
    return lambda text: convert(original_parse_number(text))


def lenient_number(text):
    try:
        return int(text, 0) % P
    except ValueError:
        try:
            return int(text) % P
        except ValueError:
            raise Failure("order-invalid") from None


def decimal_unchecked(text):
    if not order_hash.DECIMAL.fullmatch(text):
        raise Failure("order-invalid")
    return int(text) % P


def empty_is_zero(text):
    return 0 if text == "" else original_parse_number(text)


def address_little_endian(text):
    return int.from_bytes(original_parse_address(text).to_bytes(20, "big"), "little")


def address_lower_case_only(text):
    if text != text.lower():
        raise Failure("order-invalid")
    return original_parse_address(text)


def address_of_any_length(text):
    if not re.fullmatch("(0x)?[0-9A-Fa-f]*", text):
        raise Failure("order-invalid")
    return int(text.removeprefix("0x") or "0", 16) % (1 << 160)


def address_required(text):
    if text == "":
        raise Failure("order-invalid")
    return original_parse_address(text)


def without_taker(order):
    return original_inputs(order)[:10] if original_inputs(order)[10] else original_inputs(order)


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
    {"order_hash.flag": lambda value: 0 if value else 1})
bug("order-fill-flag-ignored", "OrderFillFlag", "always hashes 0 for fillAmountBOrS", {"order_hash.flag": lambda value: 0})
bug("order-taker-ignored", "OrderTaker", "leaves the taker out", {"order_hash.inputs": without_taker})
bug("order-taker-required", "OrderTakerEmpty", "refuses an empty taker", {"order_hash.parse_address": address_required})
bug("order-52-partial-rounds", "OrderRounds", "hashes orders with the challenge's 52 partial rounds",
    {"order_hash.hash_inputs": lambda elements: poseidon.hash_elements(12, 6, 52, elements)})
bug("order-57-partial-rounds", "OrderRounds", "hashes orders with ethsnarks' default of 8 + 57 rounds",
    {"order_hash.hash_inputs": lambda elements: poseidon.hash_elements(12, 8, 57, elements)}, seen_in="ethsnarks")
bug("order-width-13", "OrderWidth", "hashes the eleven fields at t = 13",
    {"order_hash.hash_inputs": lambda elements: poseidon.hash_elements(13, 6, 53, elements)})
bug("order-volume-as-double", "OrderVolumePrecision", "passes numbers through a double",
    {"order_hash.parse_number": number_as(lambda value: int(float(value)) % P)})
bug("order-volume-64-bit", "OrderVolume64Bit", "keeps the low 64 bits of numbers",
    {"order_hash.parse_number": number_as(lambda value: value % (1 << 64))})
bug("order-volume-96-bit", "OrderNumberBeyondWidth", "keeps the low 96 bits of numbers",
    {"order_hash.parse_number": number_as(lambda value: value % (1 << 96))})
bug("order-number-reduced", "OrderNumberOutOfRange", "reduces numbers mod p", {"order_hash.parse_number": decimal_unchecked})
bug("order-number-lenient", "OrderNumberMalformed", "reads numbers with a parser that accepts signs, 0x and white space",
    {"order_hash.parse_number": lenient_number})
bug("order-number-empty-is-zero", "OrderNumberMalformed", "reads an empty number as 0",
    {"order_hash.parse_number": empty_is_zero})
bug("order-address-little-endian", "OrderAddressByteOrder", "reads addresses little-endian",
    {"order_hash.parse_address": address_little_endian})
bug("order-address-lower-case-only", "OrderAddressCase", "refuses upper-case digits in addresses",
    {"order_hash.parse_address": address_lower_case_only})
bug("order-address-of-any-length", "OrderAddressMalformed", "accepts addresses of any length, with or without 0x",
    {"order_hash.parse_address": address_of_any_length})
