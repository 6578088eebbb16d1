// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A deterministic source of test inputs (SplitMix64). It prints the seed, so that a failure can be
/// reproduced.
///
/// The integer TEST_SEED of the environment is added to every seed. Each nightly run sets another TEST_SEED
/// and therefore has other inputs. The same TEST_SEED gives the same inputs.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64, for test: String = #function) {
        state = seed &+ SeededGenerator.offset
        print(
            "seed of \(test): \(seed)\(SeededGenerator.offset == 0 ? "" : ", TEST_SEED \(SeededGenerator.offset)")"
        )
    }

    private static let offset: UInt64 = {
        guard let text = ProcessInfo.processInfo.environment["TEST_SEED"] else { return 0 }
        guard let seed = UInt64(text) else {
            fatalError("TEST_SEED must be an integer from 0 to 2^64 - 1, not \(text)")
        }
        return seed
    }()

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
