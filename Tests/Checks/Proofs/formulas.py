# SPDX-License-Identifier: Apache-2.0
"""The formulas of ExtendedPoint compute the affine group law, for all points.

Covers Sources/BabyJubjub/Fast/ExtendedPoint+Formulas.swift, CachedPoint, PrecomputedPoint,
ExtendedPoint.init(_:) and PackedPoint.swift. Executes the lines of the Swift source on polynomials. P = (x1,
y1) and Q = (x2, y2) are any two points of the curve, Z1 and Z2 are any scaling of their projective
coordinates, a and d are the parameters. The statements hold for every field in which 2, a, Z1 and Z2 are not
zero. Completeness also requires that a is a square and d is not (primes.py).
"""

import re

import sympy

from proof import proves, require
from source import CURVE, TWIST, has_form

FORMULAS = CURVE + "Fast/ExtendedPoint+Formulas.swift"
PRECOMPUTED = CURVE + "Fast/PrecomputedPoint.swift"
EXTENDED = CURVE + "Fast/ExtendedPoint.swift"
PACKED = CURVE + "PackedPoint.swift"

x1, y1, z1, x2, y2, z2, a, d, r = SYMBOLS = sympy.symbols("x1 y1 z1 x2 y2 z2 a d r")
# r^2 = -a: the isomorphism to a = -1 maps x to u = r x.
TWIST_D = -d / a


def on_curve(x, y):
    return a * x**2 + y**2 - 1 - d * x**2 * y**2


def vanishes(expression):
    """Whether a rational function is zero modulo r^2 = -a and the equations of both points."""
    numerator = sympy.together(expression).as_numer_denom()[0]
    remainder = sympy.expand(numerator)
    # Both equations are linear in d x^2 y^2, so division in the order d y^2 x^2 > … gives a normal form.
    basis = sympy.groebner([r**2 + a, on_curve(x1, y1), on_curve(x2, y2)], r, d, y1, y2, x1, x2, z1, z2, a,
                           order="lex")
    return basis.contains(remainder)


def affine_sum(first, second):
    (xp, yp), (xq, yq) = first, second
    product = d * xp * xq * yp * yq
    return (xp * yq + yp * xq) / (1 + product), (yp * yq - a * xp * xq) / (1 - product)


# Executing the Swift lines on polynomials

def run(facts, signature, variables):
    """The variables after the lines of the function. `reduce` changes the representative, not the field
    element."""
    for s in facts.source.statements(FORMULAS, signature):
        value = [variables[name] for name in s.arguments]
        match s.operation, value:
            case "add", [m, n]:
                variables[s.target] = m + n
            case "subtract" | "subtractWide", [m, n]:
                variables[s.target] = m - n
            case "multiply", [m, n]:
                variables[s.target] = sympy.expand(m * n)
            case "square", [m]:
                variables[s.target] = sympy.expand(m**2)
            case "double", []:
                variables[s.target] = 2 * variables[s.target]
            case "accumulate", [m]:
                variables[s.target] += m
            case "reduce", []:
                pass
            case "setProducts", [A, B, F, G]:
                inner = variables | {"A": A, "B": B, "F": F, "G": G}
                run(facts, "func setProducts(", inner)
                variables |= {name: inner[name] for name in "XYZT"}
            case _:
                require(False, f"{FORMULAS}: formulas.py cannot execute {s}")
    return variables


def extended(x, y, z):
    """ExtendedPoint.init(_:), scaled by z: (u z, y z, z, u y z) with u = r x."""
    return {"X": r * x * z, "Y": y * z, "Z": z, "T": r * x * y * z}


def cached(facts, x, y, z):
    """CachedPoint.init(_:), line by line."""
    body = facts.source.function(PRECOMPUTED, "package init(_ p: ExtendedPoint)")
    lines = [line for line in body.splitlines() if re.search(r"\.(add|subtract\w*|multiply)\(", line)]
    variables = {f"p.{name}": value for name, value in extended(x, y, z).items()} | {"d2": 2 * TWIST_D}
    for line in lines:
        target, operation, left, right = re.match(
            r"\s*(\w+)\.(\w+)\(&?([\w.]+), &?([\w.]+)\)", line).groups()
        left, right = variables[left], variables[right]
        variables[target] = {"add": left + right, "subtractWide": left - right, "subtract": left - right,
                             "multiply": left * right}[operation]
    require("static let twiceD = LazyFieldElement(MinusOneTwist.d + MinusOneTwist.d)"
            in facts.source.text(PRECOMPUTED), "twiceD is not computed as d' + d'")
    names = re.findall(r"(\w+) = LazyFieldElement\(FieldElement\((\w+)\)\)", body)
    require(len(names) == 4, f"{PRECOMPUTED}: CachedPoint has {len(names)} members of the expected form")
    return {f"q.{member}": variables[name] for member, name in names}


def precomputed(facts, x, y):
    """PrecomputedPoint.init(u:y:). Its expressions are also valid in Python."""
    body = facts.source.function(PRECOMPUTED, "init(u: FieldElement, y: FieldElement)")
    names = {"u": r * x, "y": y, "half": sympy.Rational(1, 2), "twist_d": TWIST_D}
    members = re.findall(r"(\w+) = LazyFieldElement\((.+)\)\n", body)
    require(len(members) == 3, f"{PRECOMPUTED}: PrecomputedPoint has {len(members)} members of the expected form")
    result = {}
    for member, expression in members:
        expression = expression.replace("PrecomputedPoint.half", "half").replace("MinusOneTwist.d", "twist_d")
        require(re.fullmatch(r"[\w\s()*+-]+", expression), f"{PRECOMPUTED}: {expression!r}")
        result[f"q.{member}"] = eval(expression, {"__builtins__": {}}, names)  # noqa: S307: of the form above
    return result


def check(facts, signature, operand, expected):
    """X/Z, Y/Z and T/Z are u, y and u y of the expected affine point."""
    point = run(facts, signature, extended(x1, y1, z1) | operand)
    u, y = r * expected[0], expected[1]
    require(vanishes(point["X"] / point["Z"] - u), f"{signature}: X/Z is not u")
    require(vanishes(point["Y"] / point["Z"] - y), f"{signature}: Y/Z is not y")
    require(vanishes(point["T"] * point["Z"] - point["X"] * point["Y"]), f"{signature}: T is not X Y/Z")
    return point


P, Q, MINUS_Q = (x1, y1), (x2, y2), (-x2, y2)


def declarations(facts, name):
    """The declarations of `func name(…)`, one for each kind of operand."""
    text = facts.source.text(FORMULAS)
    found = {}
    for kind in ("CachedPoint", "PrecomputedPoint"):
        match = re.findall(rf"func {name}\(_ q: UnsafePointer<{kind}>, keepingT: Bool = true\)", text)
        require(len(match) == 1, f"{FORMULAS}: {name} of a {kind} is declared {len(match)} times, and must be declared once")
        found[kind] = match[0]
    return found


@proves("add and subtract of a cached point are the affine law", "rational functions modulo the curve equation")
def cached_law(facts):
    operand = cached(facts, x2, y2, z2)
    check(facts, declarations(facts, "add")["CachedPoint"], operand, affine_sum(P, Q))
    check(facts, declarations(facts, "subtract")["CachedPoint"], operand, affine_sum(P, MINUS_Q))


@proves("add and subtract of a precomputed point are the affine law", "rational functions modulo the curve equation")
def precomputed_law(facts):
    operand = precomputed(facts, x2, y2)
    check(facts, declarations(facts, "add")["PrecomputedPoint"], operand, affine_sum(P, Q))
    check(facts, declarations(facts, "subtract")["PrecomputedPoint"], operand, affine_sum(P, MINUS_Q))


@proves("double is the affine law, with and without T", "rational functions modulo the curve equation")
def double_law(facts):
    check(facts, "func double(keepingT: Bool)", {}, affine_sum(P, P))
    # Without T: after the line that may be omitted, nothing reads T. So omitting the line changes nothing
    # else.
    for signature in ("func double(keepingT: Bool)", "func setProducts("):
        for statement in facts.source.statements(FORMULAS, signature):
            require("T" not in statement.arguments, f"{signature} reads T")


@proves("the formulas have no exceptional case", "a is a square, and d is not")
def complete(facts):
    """Z of a sum is F G, which is (1 - e)(1 + e) up to constants, with e = d x1 x2 y1 y2. Z of a double is
    the same with Q = P. The proof shows that if e = 1 or e = -1, d is a square.

    Let e^2 = 1 and s = sqrt(a). Then (s x1 + e y1)^2 = d x1^2 y1^2 (s x2 + y2)^2, and, with -s instead of s,
    (s x1 - e y1)^2 = d x1^2 y1^2 (s x2 - y2)^2. x1 and y1 are not zero, because e is not zero. s x2 + y2 and
    s x2 - y2 are not both zero, because then y2 = 0 and e = 0. So one of the two equations shows that d is
    the square of a quotient.
    """
    s, e = sympy.symbols("s e")
    ideal = sympy.groebner(
        [s**2 - a, e**2 - 1, e - d * x1 * x2 * y1 * y2, on_curve(x1, y1), on_curve(x2, y2)],
        e, s, a, d, x1, y1, x2, y2, order="grevlex")
    for sign in (1, -1):
        identity = (s * x1 + sign * e * y1) ** 2 - d * x1**2 * y1**2 * (s * x2 + sign * y2) ** 2
        require(ideal.contains(sympy.expand(identity)), f"the identity with sign {sign} does not hold")
    # Z of the formulas, up to factors that are not zero.
    e1 = d * x1 * x2 * y1 * y2
    for name, operand, factor in (("CachedPoint", cached(facts, x2, y2, z2), 4 * z1**2 * z2**2),
                                  ("PrecomputedPoint", precomputed(facts, x2, y2), z1**2)):
        for function in ("add", "subtract"):
            point = run(facts, declarations(facts, function)[name], extended(x1, y1, z1) | operand)
            require(vanishes(point["Z"] - factor * (1 - e1) * (1 + e1)), f"Z of {function} {name} is not F G")
    point = run(facts, "func double(keepingT: Bool)", extended(x1, y1, z1))
    e2 = d * x1**2 * y1**2
    require(vanishes(point["Z"] + z1**4 * (1 - e2) * (1 + e2)) or vanishes(point["Z"] - z1**4 * (1 - e2) * (1 + e2)),
            "Z of double is not F G")


@proves("Point.+ is the affine law, and a point converted to ExtendedPoint and back is the same point", "rational functions")
def affine_points(facts):
    has_form(
        facts, CURVE + "Point.swift",
        "let k = CurveParameters.d * p.x * q.x * p.y * q.y let numeratorX = p.x * q.y + p.y * q.x "
        "let numeratorY = p.y * q.y - CurveParameters.a * p.x * q.x",
        "let product = (FieldElement.one + k) * (FieldElement.one - k) guard let inverse = try? product.inverted()",
        "onCurve: numeratorX * inverse * (.one - k), numeratorY * inverse * (.one + k))",
        "prefix func - (p: Point) -> Point { Point(onCurve: -p.x, p.y) }")
    k = d * x1 * x2 * y1 * y2
    inverse = 1 / ((1 + k) * (1 - k))
    x3, y3 = affine_sum(P, Q)
    require(sympy.simplify((x1 * y2 + y1 * x2) * inverse * (1 - k) - x3) == 0, "x of Point.+ is not that of the affine law")
    require(sympy.simplify((y1 * y2 - a * x1 * x2) * inverse * (1 + k) - y3) == 0, "y of Point.+ is not that of the affine law")
    has_form(
        facts, EXTENDED,
        "let u = MinusOneTwist.squareRootOfMinusA * point.x self.init( X: LazyFieldElement(u), "
        "Y: LazyFieldElement(point.y), Z: .one, T: LazyFieldElement(u * point.y))",
        "onCurve: FieldElement(X) * inverse * MinusOneTwist.inverseSquareRootOfMinusA, FieldElement(Y) * inverse)",
        "var isIdentity: Bool { FieldElement(X) == .zero && FieldElement(Y) == FieldElement(Z) }")
    require(extended(x1, y1, 1) == {"X": r * x1, "Y": y1, "Z": 1, "T": r * x1 * y1}, "the extended coordinates are not those of the point")
    point = extended(x1, y1, z1)
    require(sympy.simplify(point["X"] / point["Z"] / r - x1) == 0 and sympy.simplify(point["Y"] / point["Z"] - y1) == 0,
            "the affine point is not the original point")
    # r and Z are not zero, so X = 0 and Y = Z if and only if x = 0 and y = 1.
    require(point["X"] == r * x1 * z1 and sympy.expand(point["Y"] - point["Z"] - (y1 - 1) * z1) == 0,
            "isIdentity holds for a point other than O")


@proves("a precomputed point, when it is expanded, is the same point", "polynomial identity")
def expansion(facts):
    """X = (y + u) - (y - u), Y = (y + u) + (y - u) and T = X Y, where each member is halved."""
    members = precomputed(facts, x1, y1)
    has_form(
        facts, EXTENDED, "var (minus, plus) = (q.yMinusU, q.yPlusU) self.init(X: .zero, Y: .zero, Z: .one, T: .zero) "
        "X.subtract(&plus, &minus) // 3 X.reduce() Y.add(&plus, &minus) // 2 T.multiply(&X, &Y) // 1.76 }")
    minus, plus = members["q.yMinusU"], members["q.yPlusU"]
    require(vanishes(plus - minus - r * x1) and vanishes(plus + minus - y1), "the expanded point is not the original point")


@proves("(x, y) -> (r x, y) is an isomorphism to the curve with a = -1", "polynomial identity, constants recomputed")
def isomorphism(facts):
    u, y = r * x1, y1
    require(vanishes(-u**2 + y**2 - 1 - TWIST_D * u**2 * y**2), "the image is not on the twist")
    p = facts.p
    root = facts.source.literal(TWIST, "squareRootOfMinusA")
    require((root * root + facts.a) % p == 0 and root <= (p - 1) // 2, "squareRootOfMinusA is not the root of -a")
    require(root * facts.source.literal(TWIST, "inverseSquareRootOfMinusA") % p == 1, "inverseSquareRootOfMinusA is not its inverse")
    require((facts.source.literal(TWIST, "d") * facts.a + facts.d) % p == 0, "d' is not -d/a")
    half = facts.source.literal(PRECOMPUTED, "half")
    require(2 * half % p == 1, "half is not 1/2")


@proves("every packed form has one point, and every point one packed form", "x^2 as a function of y")
def packing(facts):
    """The curve equation gives x^2 = (1 - y^2)/(a - d y^2). The denominator is never zero, because a/d is not
    a square. Of x and -x, exactly one is above (p - 1)/2. x = 0 is its own negative, and is refused if the
    bit is set."""
    xx = (1 - y1**2) / (a - d * y1**2)
    require(sympy.simplify(a * xx + y1**2 - 1 - d * xx * y1**2) == 0, "x^2 is not (1 - y^2)/(a - d y^2)")
    has_form(
        facts, PACKED, "let yy = y.squared()", "(CurveParameters.a - CurveParameters.d * yy).invertedVariableTime()",
        "((.one - yy) * inverse).squareRoot()", "!(root == .zero && isNegative)",
        "self.init(onCurve: isNegative ? -root : root, y)")
    p = facts.p
    require(pow(facts.a * pow(facts.d, -1, p), (p - 1) // 2, p) == p - 1, "a/d is a square")
    require(p < 2**254, "p needs bit 255, which holds the sign")
