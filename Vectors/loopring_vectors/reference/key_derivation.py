# SPDX-License-Identifier: Apache-2.0
"""The secret key that is derived from an Ethereum signature (SPEC.md, section 8)."""

import hashlib
import re

from .failure import Failure
from .scalar import ELL

HEX_BYTES = re.compile(r"0x(?:[0-9A-Fa-f]{2})+")


class KeyDerivation:
    def parse_ethereum_signature(self, text):
        """The bytes of "0x" and an even, positive number of hex digits."""
        if not HEX_BYTES.fullmatch(text):
            raise Failure("ethereum-signature-malformed")
        return bytes.fromhex(text[2:])

    def seed(self, signature):
        return hashlib.sha256(signature).digest()

    def derive(self, signature):
        """k = SHA-256(signature) as a little-endian integer mod ell."""
        k = int.from_bytes(self.seed(signature), "little") % ELL
        if k == 0:
            raise Failure("secret-key-out-of-range")
        return k
