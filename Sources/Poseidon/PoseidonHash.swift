// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The Poseidon hash of up to t − 1 field elements. The inputs fill the state from element 0 on, zeros fill
/// the rest, and element 0 of the permuted state is the hash.
///
/// The padding does not encode the number of inputs: at the same t, [1, 2] and [1, 2, 0] have the same hash.
/// [POSEIDON-7] SPEC.md, section "Poseidon".
public struct PoseidonHash: Sendable {
    /// The instance.
    public let parameters: PoseidonParameters
    private let permutation: Permutation

    /// The fast path, or the definition for instances with too few partial rounds.
    private enum Permutation {
        case fast(FastPermutation)
        case plain(PoseidonPermutation)
    }

    /// The hash with these parameters; prepares the constants once.
    public init(_ parameters: PoseidonParameters) {
        self.parameters = parameters
        permutation = FastPermutation(parameters).map(Permutation.fast) ?? .plain(.init(parameters))
    }

    /// The challenge hash of signatures, t = 6. Its constants are prepared once, at first use.
    public static let challenge = PoseidonHash(.challenge)
    /// The order hash, t = 12. Its constants are prepared once, at first use.
    public static let orderHash = PoseidonHash(.orderHash)

    /// The hash of `inputs`. [POSEIDON-5] [POSEIDON-6]
    /// - Throws: ``PoseidonError/inputCount`` if there are more than t − 1 inputs.
    public func hash(_ inputs: [FieldElement]) throws(PoseidonError) -> FieldElement {
        guard inputs.count < parameters.width else { throw .inputCount }
        switch permutation {
        case .fast(let permutation): return permutation.hash(inputs)
        case .plain(let permutation): return permutation.hash(inputs)
        }
    }
}

extension PoseidonHash: CustomStringConvertible, CustomReflectable {
    /// The instance in one line, without its tables.
    public var description: String { "PoseidonHash(\(parameters))" }
    /// The instance, without its tables.
    public var customMirror: Mirror { Mirror(self, children: ["parameters": parameters]) }
}
