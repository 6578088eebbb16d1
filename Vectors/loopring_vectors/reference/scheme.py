# SPDX-License-Identifier: Apache-2.0
"""The whole scheme: one object for each chapter."""

from .cancel_order import CancelOrder
from .canonicalization import Canonicalization
from .curve import Curve
from .eddsa import EdDSA
from .encoding import Encoding
from .field import Field
from .key_derivation import KeyDerivation
from .order_hash import OrderHash
from .poseidon import Poseidon
from .scalar import Scalar

CHAPTERS = {
    "encoding": Encoding,
    "field": Field,
    "scalar": Scalar,
    "curve": Curve,
    "poseidon": Poseidon,
    "eddsa": EdDSA,
    "key_derivation": KeyDerivation,
    "canonicalization": Canonicalization,
    "order_hash": OrderHash,
    "cancel_order": CancelOrder,
}


class Scheme:
    """A scheme in which `changed` replaces the classes of some chapters, by their names."""

    def __init__(self, changed=()):
        chapter = CHAPTERS | dict(changed)
        self.encoding = chapter["encoding"]()
        self.field = chapter["field"](self.encoding)
        self.scalar = chapter["scalar"](self.encoding)
        self.curve = chapter["curve"](self.field)
        self.poseidon = chapter["poseidon"]()
        self.eddsa = chapter["eddsa"](self.encoding, self.field, self.curve, self.poseidon)
        self.key_derivation = chapter["key_derivation"]()
        self.canonicalization = chapter["canonicalization"]()
        self.order_hash = chapter["order_hash"](self.poseidon)
        self.cancel_order = chapter["cancel_order"](self.canonicalization)


REFERENCE = Scheme()
