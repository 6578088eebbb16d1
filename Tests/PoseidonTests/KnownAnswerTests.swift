// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import Poseidon

@Suite struct KnownAnswerTests {
    @Test func publishedHashesAgree() throws {
        let answers = try KnownAnswers.load().poseidon
        #expect(answers.count == 5)
        for answer in answers {
            let parameters = try PoseidonParameters(
                width: answer.t, fullRounds: answer.fullRounds, partialRounds: answer.partialRounds)
            let inputs = try answer.inputs.map { try FieldElement(decimal: $0) }
            #expect(try PoseidonHash(parameters).hash(inputs) == FieldElement(decimal: answer.output))
        }
    }

    @Test func publishedConstantsAgree() throws {
        let published = try KnownAnswers.load().poseidonConstants.values
        func value(_ name: String) throws -> FieldElement {
            try FieldElement(decimal: #require(published[name]))
        }
        #expect(RoundConstants.all.count == 65)
        #expect(try RoundConstants.all[0] == value("first"))
        #expect(try RoundConstants.all[1] == value("second"))
        #expect(try RoundConstants.all[63] == value("64th"))
        #expect(try RoundConstants.all[64] == value("65th"))
        let matrix = MDSMatrix(width: 6)
        #expect(try matrix.rows[0][0] == value("t6_M00"))
        #expect(try matrix.rows[5][5] == value("t6_M55"))
    }
}
