// SPDX-License-Identifier: Apache-2.0

// Prints the tables that the compiled code makes, as JSON. Scripts/prove compares them with the definitions.
// Private members are read by reflection, so that the library exports nothing for its proofs. Only a debug
// build lets another module read internal members; a release build of this program does nothing.
#if DEBUG
import PrimeField

@testable import BabyJubjub
@testable import Poseidon

/// A private member of a value.
func member<Member>(_ name: String, of value: Any, as type: Member.Type) -> Member {
    for child in Mirror(reflecting: value).children where child.label == name {
        if let member = child.value as? Member { return member }
    }
    fatalError("\(Swift.type(of: value)) has no \(name) that is a \(type)")
}

func json(_ element: FieldElement) -> String { "\"\(element.hex)\"" }
func json(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }
func json(_ members: KeyValuePairs<String, String>) -> String {
    "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
}

// MARK: Poseidon

func elements(_ table: CoefficientTable) -> [String] {
    (0..<table.count).map { json(FieldElement((table.start + $0).pointee)) }
}

func layer(_ layer: LinearLayer) -> String {
    json([
        "coefficients": json(elements(member("coefficients", of: layer, as: CoefficientTable.self))),
        "constants": json(elements(member("constants", of: layer, as: CoefficientTable.self))),
    ])
}

func permutation(_ parameters: PoseidonParameters) -> String {
    guard let fast = FastPermutation(parameters) else { fatalError("\(parameters) has no fast permutation") }
    func layers(_ name: String) -> String { json(member(name, of: fast, as: [LinearLayer].self).map(layer)) }
    func table(_ name: String) -> String { json(elements(member(name, of: fast, as: CoefficientTable.self))) }
    return json([
        "width": "\(parameters.width)", "fullRounds": "\(parameters.fullRounds)",
        "partialRounds": "\(parameters.partialRounds)",
        "firstConstant": json(member("firstConstant", of: fast, as: FieldElement.self)),
        "layersBefore": layers("layersBefore"), "recurrence": table("recurrence"),
        "recurrenceConstants": table("recurrenceConstants"),
        "exit": layer(member("exit", of: fast, as: LinearLayer.self)), "layersAfter": layers("layersAfter"),
    ])
}

var instances = try (2...13).map { try PoseidonParameters(width: $0, fullRounds: 6, partialRounds: 53) }
instances += [.challenge, try PoseidonParameters(width: 6, fullRounds: 8, partialRounds: 57)]

// MARK: Points

func point(_ p: PrecomputedPoint) -> String {
    json([p.yMinusU, p.yPlusU, p.dUY].map { json(FieldElement($0)) })
}

func points(_ entries: UnsafePointer<PrecomputedPoint>, count: Int) -> String {
    json((0..<count).map { point(entries[$0]) })
}

let windows = member("entries", of: FixedBaseTable.base, as: UnsafeMutablePointer<PrecomputedPoint>.self)
let multiples = PrecomputedMultiples.ofBase
let verificationWindows = member("multiples", of: multiples, as: [PrecomputedPoint].self)
let oddMultipleCount = 1 << (BaseOddMultiples.width - 2)

print(
    json([
        "permutations": json(instances.map(permutation)),
        "windowBits": "\(FixedBaseTable.windowBits)", "windowCount": "\(FixedBaseTable.windowCount)",
        "entriesPerWindow": "\(FixedBaseTable.entriesPerWindow)",
        "windows": points(
            windows, count: FixedBaseTable.windowCount * FixedBaseTable.entriesPerWindow),
        "verificationWindowBits": "\(member("width", of: multiples, as: Int.self))",
        "verificationWindowCount": "\(member("windowCount", of: multiples, as: Int.self))",
        "verificationWindows": points(verificationWindows, count: verificationWindows.count),
        "oddMultiples": points(BaseOddMultiples.ofBase.entries, count: oddMultipleCount),
        "shiftedOddMultiples": points(BaseOddMultiples.ofShiftedBase.entries, count: oddMultipleCount),
    ]))
#else
fatalError("ProofTables has to be built for debugging")
#endif
