# SPDX-License-Identifier: Apache-2.0
"""EdDSA on Baby Jubjub with Poseidon as the challenge hash (SPEC.md, EdDSA)."""

import hashlib
import re

from .curve import BASE, IDENTITY
from .encoding import little_endian_32
from .failure import Failure
from .field import P
from .scalar import ELL, GROUP_ORDER

SIGNATURE = re.compile(r"0x[0-9A-Fa-f]{192}")
FORMS = ("reduced", "unreduced")
PROFILES = ("relayer", "strict")


class EdDSA:
    def __init__(self, encoding, field, curve, poseidon):
        self.encoding, self.field, self.curve, self.poseidon = encoding, field, curve, poseidon

    def parse_secret_key(self, text):
        k = self.encoding.parse_integer(text)
        if not 1 <= k < ELL:
            raise Failure("secret-key-out-of-range")
        return k

    def parse_message(self, text):
        m = self.encoding.parse_integer(text)
        if m >= P:
            raise Failure("message-out-of-range")
        return m

    def parse_public_key(self, value):
        """A, a point of the curve. The profile decides about its order."""
        return self.curve.parse_point(value)

    def public_key(self, k):
        return self.curve.multiply(k, BASE)

    # Signing

    def sign(self, k, m, form):
        """Every stage of a signature: A, r, R, h, S."""
        a = self.public_key(k)
        r = self.nonce(k, m)
        r_point = self.curve.multiply(r, BASE)
        h = self.challenge(r_point, a, m)
        return a, r, r_point, h, self.response(r, k, h, form)

    def nonce(self, k, m):
        """r = SHA-512(LE32(k) || LE32(m)) as a little-endian integer mod ell."""
        digest = hashlib.sha512(little_endian_32(k) + little_endian_32(m)).digest()
        return int.from_bytes(digest, "little") % ELL

    def challenge(self, r_point, a, m):
        """h = Poseidon(R.x, R.y, A.x, A.y, m), an integer in [0, p)."""
        return self.poseidon.hash_elements(6, 6, 52, [*r_point, *a, m])

    def response(self, r, k, h, form):
        """S. The SDKs of the exchange print the unreduced form, which leaks the key."""
        return (r + k * h) % (ELL if form == "reduced" else GROUP_ORDER)

    def format_signature(self, r_point, s):
        """"0x", then R.x, R.y and S, each 64 hex digits, big-endian."""
        return "0x" + "".join(self.encoding.format_integer(value)[2:] for value in (*r_point, s))

    # Verification

    def parse_signature(self, text):
        """R and S, after every check that does not depend on the profile."""
        r_x, r_y, s = self.split_signature(text)
        r_point = self.field.parse(r_x), self.field.parse(r_y)
        self.curve.require_on_curve(r_point)
        return r_point, self.parse_response(s)

    def split_signature(self, text):
        if not SIGNATURE.fullmatch(text):
            raise Failure("signature-malformed")
        return ["0x" + text[i : i + 64] for i in (2, 66, 130)]

    def parse_response(self, text):
        s = self.encoding.parse_integer(text)
        if s >= GROUP_ORDER:
            raise Failure("scalar-out-of-range")
        return s

    def verify(self, a, m, r_point, s, profile):
        if profile == "strict" and not self.meets_strict_profile(a, r_point, s):
            return False
        return self.equation_holds(a, self.challenge(r_point, a, m), r_point, s)

    def equation_holds(self, a, h, r_point, s):
        """Whether S*B = R + h*A, without the cofactor and without reducing h mod ell."""
        left, right = self.sides(a, h, r_point, s)
        return left == right

    def sides(self, a, h, r_point, s):
        return self.curve.multiply(s, BASE), self.curve.add(r_point, self.curve.multiply(h, a))

    def meets_strict_profile(self, a, r_point, s):
        return (
            s < ELL
            and a != IDENTITY
            and self.curve.is_in_subgroup(a)
            and self.curve.is_in_subgroup(r_point)
        )
