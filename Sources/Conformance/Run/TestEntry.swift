// SPDX-License-Identifier: Apache-2.0

/// A name of one or more tests, in a selection or in a list of expected failures.
public enum TestEntry: Hashable, Sendable {
    /// All tests of an operation.
    case operation(String)
    /// All tests that have a flag.
    case flag(String)
    /// One test.
    case test(file: String, tcId: Int)

    /// Reads the name of one test: `eddsa_verify.json#12`, `eddsa_verify#12` or `eddsa_verify:12`; `nil` for
    /// another text.
    init?(test name: some StringProtocol) {
        guard let separator = name.lastIndex(where: { $0 == "#" || $0 == ":" }), separator != name.startIndex,
            let tcId = Int(name[name.index(after: separator)...]), !name.contains(where: \.isWhitespace)
        else { return nil }
        let file = String(name[..<separator])
        self = .test(file: file.hasSuffix(".json") ? file : file + ".json", tcId: tcId)
    }
}

extension TestEntry: CustomStringConvertible {
    /// The name as it is written in a list of expected failures.
    public var description: String {
        switch self {
        case .operation(let op): op
        case .flag(let flag): "flag:\(flag)"
        case .test(let file, let tcId): "\(file)#\(tcId)"
        }
    }
}

extension TestResult {
    /// Every entry that names the test.
    var entries: Set<TestEntry> {
        Set([.test(file: file, tcId: tcId), .operation(op)] + flags.map(TestEntry.flag))
    }
}
