// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
@testable import PrimeField

// Runs PrimeField, BabyJubjub and EdDSA with the constants of a group of 40 points, on every input.
// Tests/Checks/Exhaustive/run builds this program with TINY_CURVE, and passes it the group that Python has
// computed. See Tests/Checks/README.md, "Exhaustive".

let reference = Reference.read()
let group = reference.group

report("sums, differences and doubles of every pair of points, in every formula", checkFormulas(group))
report("every packed form and every pair of coordinates", checkEncodings(reference))
report("every scalar, and every h at half size", checkScalars())
report("every multiple of every point, and every entry of the tables", checkMultiplications(group))
report("every point's membership in the subgroup, alone and in batches", checkMembership(group))
report("every key, nonce and challenge of a signature", checkSigning(group))
report("the verdict on every A, R and S, and its findings", checkVerdicts(group))
report("sums of equations over every A, R, S and h of the subgroup", checkBatchEquation(group))
report("the equation of every A, R, S and h", checkEquations(group))

func report(_ what: String, _ cases: Int) {
    print("\(what): \(cases) cases")
}
