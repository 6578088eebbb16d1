import Foundation
import RequestCanonicalization
import Testing

/// One entry of `requestSign` in Vectors/known_answers.json.
struct KnownAnswer: Decodable, Sendable, CustomTestStringConvertible {
    let method, baseURL, path, signatureBase, sha256: String
    let params: [[String]]

    var parameters: [Parameter] { params.map { Parameter($0[0], $0[1]) } }
    var testDescription: String { "\(method) \(path) \(params)" }

    static func load() throws -> [KnownAnswer] {
        struct File: Decodable { let requestSign: [KnownAnswer] }
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Vectors/known_answers.json")
        return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).requestSign
    }
}

/// SplitMix64, so that a failure can be repeated from its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Text over ASCII (controls included), two-, three- and four-byte characters and combining marks.
func randomText(using random: inout SeededGenerator, minimum: Int) -> String {
    let ranges: [ClosedRange<UInt32>] = [
        0...0x7F, 0x21...0x7E, 0x80...0x24F, 0x300...0x36F, 0x4E00...0x4E40, 0x1F600...0x1F640,
    ]
    var text = ""
    for _ in 0..<Int.random(in: minimum...8, using: &random) {
        let value = UInt32.random(
            in: ranges[Int.random(in: 0..<ranges.count, using: &random)], using: &random)
        text.unicodeScalars.append(Unicode.Scalar(value) ?? "?")
    }
    return text
}
