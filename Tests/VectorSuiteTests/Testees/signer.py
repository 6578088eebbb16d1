"""The reference as a testee with one way to sign, which its argument names.

reduced, unreduced                  has this form, and answers "unsupported" where the other is asked for
always-reduced, always-unreduced    emits this form, whatever is asked for
either                              emits what is asked for
silent                              does not sign

A further argument "alone" leaves only the signature in an answer.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "Vectors"))

from loopring_vectors.reference import testee
from loopring_vectors.reference.operations import Operations
from loopring_vectors.reference.scheme import REFERENCE

way, is_alone = sys.argv[1], sys.argv[2:] == ["alone"]


class Signer(Operations):
    def answer(self, op, arguments):
        form = arguments.get("form")
        if form is None:
            return super().answer(op, arguments)
        if way not in (form, "either", "always-reduced", "always-unreduced"):
            return {"unsupported": True}
        answer = super().answer(op, arguments | {"form": way.removeprefix("always-") if way != "either" else form})
        if is_alone and "out" in answer:
            return {"out": {"signature": answer["out"]["signature"]}}
        return answer


testee.serve(Signer(REFERENCE))
