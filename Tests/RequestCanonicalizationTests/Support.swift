// SPDX-License-Identifier: Apache-2.0
import RequestCanonicalization
import TestSupport

extension KnownAnswers.RequestSign {
    var parameters: [Parameter] { params.map { Parameter($0[0], $0[1]) } }
}

/// Text over ASCII (controls included), two-, three- and four-byte characters and combining marks.
func randomText(using random: inout SeededGenerator, minimum: Int) -> String {
    let ranges: [ClosedRange<UInt32>] = [
        0...0x7F, 0x21...0x7E, 0x80...0x24F, 0x300...0x36F, 0x4E00...0x4E40, 0x1F600...0x1F640,
    ]
    var text = ""
    for _ in 0..<Int.random(in: minimum...8, using: &random) {
        let range = ranges[Int.random(in: 0..<ranges.count, using: &random)]
        text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: range, using: &random)) ?? "?")
    }
    return text
}
