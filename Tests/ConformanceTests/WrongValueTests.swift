// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import TestSupport
import Testing
import VectorTestSupport

@testable import Conformance

/// What wrong members of an answer stand for, if their format is wrong too.
@Suite struct WrongValueTests {
    /// A value in the format of the protocol, from its last digits.
    private func value(_ digits: String) -> String {
        "0x" + String(repeating: "0", count: 64 - digits.count) + digits
    }

    private func values(_ actual: JSON, expected: String) -> WrongValues {
        WrongValues(["value": actual], expected: ["value": .text(expected)])
    }

    @Test(
        "A right value in a wrong format is right when it is read",
        arguments: ["C", "c", "0xC", "0x0c", "000000C"])
    func rightValue(text: String) {
        let values = values(.text(text), expected: value("c"))
        #expect(values.wrong["value"] != nil)
        let isRight: [String: String?] = ["value": nil]
        #expect(values.read == isRight)
        #expect(values.inRightFormat == nil)
    }

    @Test("A wrong value in a wrong format is read as the same value in the right format")
    func wrongValue() {
        let read = values(.text("0xB"), expected: value("c")).inRightFormat
        #expect(read == values(.text(value("b")), expected: value("c")))
    }

    @Test("A point is read in both coordinates")
    func point() {
        let expected: JSON = .object(["x": .text(value("a")), "y": .text(value("b"))])
        let actual: JSON = .object(["x": .text("0xA"), "y": .text(value("b"))])
        let values = WrongValues(["R": actual], expected: ["R": expected])
        let isRight: [String: String?] = ["R": nil]
        #expect(values.read == isRight)
    }

    @Test(
        "Text that is not a number, or a longer number, is not read",
        arguments: ["", "0x", "0xG", "-c", " c", "c ", "0X0c", "+c", String(repeating: "0", count: 65) + "c"])
    func noNumber(text: String) {
        let values = values(.text(text), expected: value("c"))
        #expect(values.read.isEmpty)
        #expect(values.inRightFormat == values)
    }

    @Test("A text of which no digits are expected is not read")
    func otherText() {
        #expect(values(.text("C"), expected: "c").read.isEmpty)
    }
}
