// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The Poseidon hash of up to t − 1 field elements: they fill the state from the front, zeros fill the rest,
/// and element 0 of the permuted state is the hash.
///
/// The padding carries no length: [1, 2] and [1, 2, 0] hash alike at the same t. [POSEIDON-7] SPEC.md, section "Poseidon".
public struct PoseidonHash: Sendable {
    /// The instance.
    public let parameters: PoseidonParameters
    private let permutation: Permutation

    /// The fast path, and the definition itself for instances with too few partial rounds for it.
    private enum Permutation {
        case fast(FastPermutation)
        case plain(PoseidonPermutation)
    }

    /// The hash with these parameters; prepares the constants once.
    public init(_ parameters: PoseidonParameters) {
        self.parameters = parameters
        permutation = FastPermutation(parameters).map(Permutation.fast) ?? .plain(.init(parameters))
    }

    /// The challenge hash of signatures, t = 6, prepared once for all.
    public static let challenge = PoseidonHash(.challenge)
    /// The order hash, t = 12, prepared once for all.
    public static let orderHash = PoseidonHash(.orderHash)

    /// The hash of `inputs`. [POSEIDON-5] [POSEIDON-6]
    /// - Throws: ``PoseidonError/inputCount`` for more than t − 1 of them.
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
