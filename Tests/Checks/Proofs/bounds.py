# SPDX-License-Identifier: Apache-2.0
"""The bounds of lazy reduction, computed again from the operations with exact rationals.

Covers the trailing comments of Sources/BabyJubjub/Fast/ExtendedPoint+Formulas.swift, CachedPoint.init and the
S-box of Sources/Poseidon/Fast/FastPermutation.swift, the invariants that the documentation comments state,
the dot product of LazyFieldElement+DotProduct.swift and the Montgomery reduction of Montgomery.swift. Bounds
are upper bounds in multiples of p: the bound α means that the value is below α p.
"""

import re
from fractions import Fraction

import sympy

from formulas import EXTENDED, FORMULAS, PRECOMPUTED, declarations
from proof import ProofError, proves, require
from source import FIELD, Statement, has_form

FAST = "Sources/Poseidon/Fast/FastPermutation.swift"
DOT = FIELD + "Fast/LazyFieldElement+DotProduct.swift"

# The bound of the coordinate T of ExtendedPoint between operations.
T_BOUND = Fraction(37, 10)
# The bound of an output of the S-box.
S_BOX_OUTPUT = Fraction(16, 10)


class Lazy:
    """The operations of LazyFieldElement on bounds."""

    def __init__(self, p):
        self.p = p
        self.limit = Fraction(2**256, p)  # 5.29
        self.epsilon = Fraction(2**192, p)
        self.reduced = 2 + self.epsilon
        # A Montgomery reduction adds less than this to t/R: montgomery.py.
        self.added = 1 + Fraction(1, 2**64) + Fraction(1, p)

    def below_limit(self, bound, what):
        require(bound <= self.limit, f"{what}: {float(bound):.4f} p can be 2^256 or more")
        return bound

    def add(self, m, n, what):
        return self.below_limit(m + n, what)

    def multiply(self, m, n, what):
        """a b / R, which is below α β p^2 / R, plus what the reduction adds."""
        return self.below_limit(m * n * Fraction(self.p, 2**256) + self.added, what)

    def subtract(self, m, n, offset, what):
        """a - b + offset p, which is not negative if b is at most offset p."""
        require(n <= offset, f"{what}: the subtrahend can be {float(n):.4f} p, more than {offset} p")
        return self.below_limit(m + offset, what)

    def reduce(self, m, what):
        """Subtracts 2 p if the top limb is above that of 2 p. Otherwise the value is below 2 p + 2^192."""
        require(m <= 4 + self.epsilon, f"{what}: the operand is up to {float(m):.4f} p, and must be at most (4 + ε) p")
        return self.reduced

    def apply(self, statement, bounds):
        """The bound of the target of one line of a formula."""
        what = f"{statement.target}.{statement.operation}({', '.join(statement.arguments)})"
        operands = [bounds[name] for name in statement.arguments]
        match statement.operation, operands:
            case "add", [m, n]:
                return self.add(m, n, what)
            case "subtract", [m, n]:
                return self.subtract(m, n, 2, what)
            case "subtractWide", [m, n]:
                return self.subtract(m, n, 3, what)
            case "multiply", [m, n]:
                return self.multiply(m, n, what)
            case "square", [m]:
                return self.multiply(m, m, what)
            case "double", []:
                return self.add(bounds[statement.target], bounds[statement.target], what)
            case "accumulate", [m]:
                return self.add(bounds[statement.target], m, what)
            case "reduce", []:
                return self.reduce(bounds[statement.target], what)
        raise ProofError(f"{what}: bounds.py does not have a bound for this operation")


def commented(statement, bound):
    """The bound of the comment, after checking it: it must be the bound, rounded up to the digits of the
    comment. Comments omit ε, which is below 2^-60; here it is kept."""
    if not statement.bound:
        return bound
    stated = Fraction(statement.bound)
    digit = Fraction(1, 10 ** len(statement.bound.partition(".")[2]))
    slack = Fraction(1, 2**50)
    require(bound <= stated + slack and stated < bound + digit + slack,
            f"{statement}: the comment must state {float(bound):.4f}, rounded up")
    return max(bound, stated)


def run(facts, lazy, signature, bounds):
    """Runs a formula on bounds, and compares each bound with its comment. setProducts runs separately, on the
    largest operands of all its callers, because its comments hold for all of them."""
    products = None
    for s in facts.source.statements(FORMULAS, signature):
        if s.operation == "setProducts":
            products = [bounds[name] for name in s.arguments]
            continue
        bounds[s.target] = commented(s, lazy.apply(s, bounds))
    return products


def coordinates(lazy):
    return {"X": lazy.reduced, "Y": lazy.reduced, "Z": lazy.reduced, "T": T_BOUND}


def invariant_holds(lazy, bounds):
    for name in "XYZ":
        require(bounds[name] <= lazy.reduced, f"{name} can be {float(bounds[name]):.4f} p at the end, which is too much")
    require(bounds["T"] < T_BOUND, f"T can be {float(bounds['T']):.4f} p at the end, which is too much")


@proves("the bounds in the comments of the point formulas are right, and no value reaches 2^256", "interval arithmetic")
def point_formulas(facts):
    lazy = Lazy(facts.p)
    # The members of a cached or precomputed point are below p, or at most p if negated.
    members = {"CachedPoint": ("yMinusX", "yPlusX", "d2T", "z2"), "PrecomputedPoint": ("yMinusU", "yPlusU", "dUY")}
    operands = []
    for function in ("add", "subtract"):
        for kind, declaration in declarations(facts, function).items():
            bounds = coordinates(lazy) | {f"q.{name}": Fraction(1) for name in members[kind]}
            operands.append(run(facts, lazy, declaration, bounds))
    # Addition and subtraction swap F and G. So the bound of each is the larger of the two, and the bound of
    # the product is the largest of a caller.
    A, B = (max(operand[i] for operand in operands) for i in (0, 1))
    pairs = [sorted(operand[2:]) for operand in operands]
    F, G = max(pairs, key=lambda pair: pair[0] * pair[1])
    require(all(f <= F and g <= G for f, g in pairs), "no caller reaches the largest bounds of both F and G")
    bounds = coordinates(lazy) | {"A": A, "B": B, "F": F, "G": G}
    for s in facts.source.statements(FORMULAS, "func setProducts("):
        others = bounds | {"F": G, "G": F}
        bounds[s.target] = commented(s, max(lazy.apply(s, bounds), lazy.apply(s, others)))
    invariant_holds(lazy, bounds)
    bounds = coordinates(lazy)
    run(facts, lazy, "func double(keepingT: Bool)", bounds)
    invariant_holds(lazy, bounds)


def run_conversion(facts, lazy, path, signature, bounds, count):
    """Runs the calls of an initializer on bounds, and checks the number of comments with a bound."""
    seen = 0
    for line in facts.source.function(path, signature).splitlines():
        match = re.match(r"\s*(\w+)\.(\w+)\((?:&?([\w.]+), &?([\w.]+))?\)(?:\s*// ([\d.]+))?$", line)
        if match:
            target, operation, left, right, stated = match.groups()
            statement = Statement(target, operation, (left, right) if left else (), stated or "")
            bounds[target] = commented(statement, lazy.apply(statement, bounds))
            seen += stated is not None
    require(seen == count, f"{path}: {seen} lines of {signature} with a bound")


@proves("the bounds in the comments of conversions between forms of a point are right", "interval arithmetic")
def conversions(facts):
    lazy = Lazy(facts.p)
    bounds = {f"p.{name}": bound for name, bound in coordinates(lazy).items()} | {"d2": Fraction(1)}
    run_conversion(facts, lazy, PRECOMPUTED, "package init(_ p: ExtendedPoint)", bounds, 4)
    # The members of a precomputed point are below p, or at most p if negated. Z is 1.
    has_form(facts, EXTENDED, "var (minus, plus) = (q.yMinusU, q.yPlusU)", "self.init(X: .zero, Y: .zero, Z: .one, T: .zero)")
    bounds = {"plus": Fraction(1), "minus": Fraction(1), "Z": Fraction(1)}
    run_conversion(facts, lazy, EXTENDED, "init(_ q: PrecomputedPoint)", bounds, 3)
    invariant_holds(lazy, bounds)


# The lines that the proofs of this file read.
READ = {
    FORMULAS: [f"func {name}(_ q: UnsafePointer<{kind}>" for name in ("add", "subtract")
               for kind in ("CachedPoint", "PrecomputedPoint")] + ["func setProducts(", "func double(keepingT: Bool)"],
    PRECOMPUTED: ["package init(_ p: ExtendedPoint)"],
    EXTENDED: ["init(_ q: PrecomputedPoint)"],
    FAST: ["func setFifthPower("],
}
BOUND = re.compile(r"\)(?: \})?  // \d")


@proves("every bound in a trailing comment is checked", "the lines that have one")
def every_bound_is_read(facts):
    root = facts.source.root
    for path in sorted(str(path.relative_to(root)) for path in (root / "Sources").rglob("*.swift")):
        count = len(BOUND.findall(facts.source.text(path)))
        read = sum(len(BOUND.findall(facts.source.function(path, signature))) for signature in READ.get(path, ()))
        require(count == read, f"{path}: bounds.py does not check {count - read} of the bounds in trailing comments")


@proves("the bounds in the comments of Poseidon's S-box are right", "interval arithmetic")
def s_box(facts):
    lazy = Lazy(facts.p)
    bounds = {"x": s_box_input(lazy), "x2": None, "x4": None}
    for s in facts.source.statements(FAST, "func setFifthPower("):
        bounds[s.target] = commented(s, lazy.apply(s, bounds))
    require(bounds["self"] < S_BOX_OUTPUT, "x^5 can be 1.6 p")
    # x is an input plus a constant, both below p; or a reduced dot product; or one to which an entry is
    # added.
    has_form(facts, FAST, "state[i] = LazyFieldElement(input + firstConstant)",
             "x.pointee.accumulate(entry + n) x.pointee.reduce()")
    entered = lazy.add(lazy.reduced, lazy.reduced, "the entry") - 2
    require(max(entered, lazy.reduced) <= s_box_input(lazy), "an input of the S-box is (2 + 2ε) p or more")


def s_box_input(lazy):
    return 2 + 2 * lazy.epsilon


@proves("Winograd's inner product: the sum that the code computes from pairs is the dot product", "expansion of polynomials")
def inner_product(facts):
    """A pair contributes (a0 + b1) (a1 + b0) - b0 b1, and the constant contributes -a0 a1. All sums are
    modulo 2^512, also the sums S of b0 b1: S[end] - S[done], added over the blocks of pairs, is the sum over
    all pairs."""
    a0, a1, b0, b1 = sympy.symbols("a0 a1 b0 b1")
    require(sympy.expand((a0 + b1) * (a1 + b0) - b0 * b1 - a0 * a1 - (a0 * b0 + a1 * b1)) == 0, "a pair is another")
    has_form(
        facts, DOT,
        # Pair k of the elements, and of the elements from an even index on.
        "let (sum, next) = ((sums + k).limbs, (sums + k + 1).limbs) let pair = UnsafePointer(start + 2 * k) "
        "mpn_sec_mul(next, pair.limbs, Limbs.count, (pair + 1).limbs, Limbs.count, next) "
        "_ = limbs8_accumulate(next, sum)",
        "assert(first.isMultiple(of: 2)) let sums = b.sums + first / 2 let b = UnsafePointer(b.start + first) "
        "let (pairs, hasSingle) = (count / 2, !count.isMultiple(of: 2))",
        # The constant: (c - a0 a1 - ...) R, added before the division by R.
        "stride(from: a.startIndex, to: a.endIndex - 1, by: 2)",
        "pairs.reduce(self) { $0 - a[$1] * a[$1 + 1] } * FieldElement(montgomery: FieldModulus.rSquared)",
        "sum.update(from: constant.limbs, count: Limbs.count) high.update(repeating: 0, count: Limbs.count)",
        # The pairs, and the last product if the number of elements is odd.
        "for k in done..<end { let carries = limbs4_add(left, (a + 2 * k).limbs, (b + 2 * k + 1).limbs) "
        "| limbs4_add(right, (a + 2 * k + 1).limbs, (b + 2 * k).limbs) "
        'assert(carries == 0, "a sum is 2^256 or more") setProduct(terms, left, right) terms += 1 }',
        "if end == pairs, hasSingle { setProduct(terms, (a + count - 1).limbs, (b + count - 1).limbs) terms += 1 }",
        "_ = limbs8_accumulate(sum, (sums + done).limbs) limbs8_accumulate_all(sum, products.limbs, terms) "
        "_ = limbs8_subtract(sum, (sums + end).limbs) LazyFieldElement.subtractTwoPIfAbove(high) done = end } "
        "while done < pairs")


@proves("a dot product of any length stays below 2^512 and ends below (2 + ε) p", "interval arithmetic")
def dot_product(facts):
    """The bounds are in units of p R; eight limbs hold R/p units. After all products of a block of pairs are
    added and the products of its b are subtracted, the sum equals that of a0 b0 + a1 b1 + a0 a1, whatever
    carries and borrows occurred, because different numbers below 2^512 are different modulo 2^512.
    Subtracting 2 p R if the top limb is above that of 2 p leaves at most 2 + ε, or 2 less than before,
    whichever is larger."""
    lazy = Lazy(facts.p)
    unit, room = Fraction(facts.p, 2**256), Fraction(2**256, facts.p)
    pair = (S_BOX_OUTPUT + s_box_input(lazy) + 1) * unit
    single = S_BOX_OUTPUT * unit
    constant = Fraction(1, 2**256)  # at most p
    fitting, following = (int(facts.source.find(DOT, rf"static let {name} = (\d+)")[1])
                          for name in ("fitting", "following"))
    lazy.add(1, s_box_input(lazy), "a + b")
    has_form(
        facts, DOT, "var done = 0 repeat { let end = min(pairs, done + (done == 0 ? DotProductBound.fitting : "
        "DotProductBound.following)) var terms = 0", "capacity: DotProductBound.fitting + 3")
    require(following <= fitting, "the memory for products is too small")

    def lowered(bound, what):
        require(bound < room, f"{what}: {float(bound):.4f} p R can be 2^512 or more")
        return max(lazy.reduced, bound - 2)

    def ended(bound, what):
        """Adds what the reduction adds, then subtracts 2 p."""
        lazy.reduce(lazy.below_limit(lowered(bound, what) + lazy.added, what), what)

    for pairs in range(fitting + 1):
        ended(constant + pairs * pair + single, f"{pairs} pairs and one product")
    # Blocks follow until the bound returns to an earlier value. This covers any number of blocks.
    bound = lowered(constant + fitting * pair, f"{fitting} pairs")
    for pairs in range(1, following + 1):
        ended(bound + pairs * pair + single, f"some, {pairs} pairs and one product")
    require(lowered(bound + following * pair, f"some and {following} pairs") <= bound, "the bound grows with the number of pairs")
