// SPDX-License-Identifier: Apache-2.0
import Foundation

@testable import VectorSuite

/// Any line has exactly one answer of the testee protocol, on one line.
@Sendable func fuzzTesteeLine(_ bytes: [UInt8]) throws {
    let answer = Testee.answer(to: bytes)
    require(!answer.contains(0x0A), "the answer is one line")
    let object = optional { try JSONSerialization.jsonObject(with: Data(answer)) } as? [String: Any]
    guard let object else { fatalError("does not hold: the answer is a JSON object") }
    let kinds = ["out", "error", "unsupported"].filter { object[$0] != nil }
    require(kinds.count == 1 && object["id"] != nil, "an answer, an error or unsupported")
    // Foundation may refuse the request because of a large number. Then the id is not checked.
    let request = optional { try JSONSerialization.jsonObject(with: Data(bytes)) } as? [String: Any]
    if let request, !(object["id"] is NSNull) {
        require(request["id"] as? Int == object["id"] as? Int, "the answer has the request's id")
    }
    require(Testee.answer(to: bytes) == answer, "deterministic")
}

/// A vector file is refused with an error, or satisfies the rules for tcId, flags and notes.
@Sendable func fuzzVectorFile(_ bytes: [UInt8]) throws {
    let file = try VectorFile(name: "fuzz.json", ObjectReader(parsing: bytes))
    require(Set(file.tests.map(\.tcId)).count == file.tests.count, "tcId is unique")
    let used = Set(file.tests.flatMap(\.flags))
    require(used == Set(file.notes.keys), "each flag has a note, and each note is used")
}
