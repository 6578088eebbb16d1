// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import VectorSuite

/// The verification profiles that a testee implements.
enum VerifierProfile {
    /// Determines whether a verifier implements only one profile. The probes are tests whose verdict differs
    /// between the profiles, one test for each flag. A verifier that implements one profile gives the
    /// verdicts of that profile, whichever profile is requested.
    ///
    /// - Returns: the one profile; `nil` if the testee implements both, follows neither consistently, or does
    ///   not verify.
    static func only(
        of session: TesteeSession, _ questions: [Question], before end: ContinuousClock.Instant
    ) throws(TesteeLaunchError) -> VerificationProfile? {
        var flags: Set<String> = []
        var probes: [Question] = []
        for question in questions {
            guard question.operation.hasProfiles, case .verdicts = question.test.expectation,
                let flag = question.test.flags.first, flags.insert(flag).inserted
            else { continue }
            probes.append(question)
        }
        /// The profiles that agree with all verdicts so far.
        var possible = Set(VerificationProfile.allCases)
        guard probes.count > 1 else { return nil }
        for question in probes {
            // Ask under both profiles, and keep the profiles that give both answers. A verifier that
            // implements both profiles answers differently, so that no profile is left.
            for asked in VerificationProfile.allCases {
                let arguments = question.arguments(under: asked, forms: nil)
                guard
                    case .answer(let answer) = try session.ask(
                        question.operation.name, arguments, before: end)
                else { return nil }
                let isAccepted: Bool
                switch answer {
                case .out(let out): isAccepted = out[question.operation.verdict ?? ""] == .boolean(true)
                case .error: isAccepted = false
                case .unsupported: return nil
                }
                possible = possible.filter { profile in
                    (question.test.expectation.outcome(under: profile) == .success) == isAccepted
                }
            }
            if possible.isEmpty { return nil }
        }
        return possible.count == 1 ? possible.first : nil
    }
}
