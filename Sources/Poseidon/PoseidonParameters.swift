// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// An instance of Poseidon as ethsnarks and Loopring define it: the width and the round numbers, which
/// determine the constants.
///
/// The hash differs from the published one (Grassi, Khovratovich, Rechberger, Roy, Schofnegger, ePrint
/// 2019/458) in two ways. A round has **one** constant, which is added to every element of the state. The
/// constants come from a chain of BLAKE2b digests. The S-box is x⁵. SPEC.md, section "Poseidon".
public struct PoseidonParameters: Sendable, Equatable, Hashable {
    /// t: the number of field elements in the state.
    public let width: Int
    /// R_F: the number of rounds with the S-box on every element. Half of them come before the partial
    /// rounds, half after.
    public let fullRounds: Int
    /// R_P: the number of rounds with the S-box on element 0 only.
    public let partialRounds: Int

    /// The widths t that are supported.
    public static let widths = 2...17
    /// The greatest R_F + R_P that is supported, which is the number of round constants.
    public static let largestRoundCount = 65
    /// The supported instances in words, for error messages.
    static let supported =
        "width from \(widths.lowerBound) to \(widths.upperBound), an even number of full rounds from 2, and at most "
        + "\(largestRoundCount) rounds in all"

    /// The instance with these numbers: t in ``widths``, R_F ≥ 2 and even, R_P ≥ 0, R_F + R_P at most
    /// ``largestRoundCount``. [POSEIDON-1]
    /// - Throws: ``PoseidonError/parametersUnsupported`` for other numbers.
    public init(width: Int, fullRounds: Int, partialRounds: Int) throws(PoseidonError) {
        guard PoseidonParameters.widths.contains(width),
            fullRounds >= 2, fullRounds.isMultiple(of: 2), partialRounds >= 0,
            fullRounds <= PoseidonParameters.largestRoundCount,
            partialRounds <= PoseidonParameters.largestRoundCount - fullRounds
        else { throw .parametersUnsupported }
        self.init(supported: width, fullRounds, partialRounds)
    }

    private init(supported width: Int, _ fullRounds: Int, _ partialRounds: Int) {
        self.width = width
        self.fullRounds = fullRounds
        self.partialRounds = partialRounds
    }

    /// The challenge of a signature: t = 6, R_F = 6, R_P = 52.
    public static let challenge = PoseidonParameters(supported: 6, 6, 52)
    /// The order hash: t = 12, R_F = 6, R_P = 53.
    public static let orderHash = PoseidonParameters(supported: 12, 6, 53)

    /// The constant of every round, in order.
    package var roundConstants: ArraySlice<FieldElement> {
        RoundConstants.all.prefix(fullRounds + partialRounds)
    }

    /// Whether the round has the S-box on every element. Rounds count from 0.
    func isFull(round: Int) -> Bool {
        round < fullRounds / 2 || round >= fullRounds / 2 + partialRounds
    }
}

extension PoseidonParameters: CustomStringConvertible {
    /// The numbers, as in "t = 6, R_F = 6, R_P = 52".
    public var description: String { "t = \(width), R_F = \(fullRounds), R_P = \(partialRounds)" }
}
