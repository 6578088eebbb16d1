// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import VectorSuite

@Suite struct LineBufferTests {
    private func lines(_ text: String, limit: Int, by size: Int) -> ([LineBuffer.Line], rest: String) {
        var buffer = LineBuffer(limit: limit)
        var lines: [LineBuffer.Line] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            buffer.append(bytes[start..<min(start + size, bytes.count)])
            while let line = buffer.next() { lines.append(line) }
        }
        return (lines, String(decoding: buffer.rest, as: UTF8.self))
    }

    private func complete(_ text: String) -> LineBuffer.Line { .complete(Array(text.utf8)) }

    @Test("The lines do not depend on the pieces in which the bytes arrive", arguments: 1...12)
    func pieces(size: Int) {
        let (lines, rest) = lines("one\n\ntwo\nthree", limit: 5, by: size)
        #expect(lines == [complete("one"), complete(""), complete("two")])
        #expect(rest == "three")
    }

    @Test("A line that is too long is cut, and the rest of it is skipped", arguments: 1...12)
    func tooLong(size: Int) {
        let (lines, rest) = lines("12345\n123456\n1\n1234567890\n2\n123456789", limit: 5, by: size)
        let cut = LineBuffer.Line.tooLong(Array("12345".utf8))
        #expect(lines == [complete("12345"), cut, complete("1"), cut, complete("2"), cut])
        #expect(rest == "")
    }
}
