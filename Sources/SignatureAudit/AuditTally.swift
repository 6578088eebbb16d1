import EdDSA
import Foundation
import PrimeField

/// What a log says as a whole, gathered verdict by verdict, in memory that does not grow with the log.
public struct AuditTally {
    /// Up to a hundred of many lines, and how many there are.
    package struct Lines: Sendable {
        package private(set) var first: [Place] = []
        package private(set) var count = 0

        mutating func append(_ place: Place) {
            count += 1
            if first.count < 100 { first.append(place) }
        }

        /// Adds a line where they do not come in the order of the log.
        mutating func insert(_ place: Place) {
            count += 1
            if first.count == 100 {
                guard let last = first.last, place < last else { return }
                first.removeLast()
            }
            first.insert(place, at: first.firstIndex { place < $0 } ?? first.count)
        }
    }

    /// A line of a log.
    package struct Place: Hashable, Comparable, Sendable {
        let file: Int32
        let line: Int64

        package static func < (a: Place, b: Place) -> Bool { (a.file, a.line) < (b.file, b.line) }
    }

    /// What failed for the same cause.
    package struct Cause: Sendable {
        package var lines = Lines()
        package var byAccount: [UInt64: Int] = [:]

        mutating func add(_ place: Place, account: UInt64?) {
            lines.append(place)
            if let account { byAccount[account, default: 0] += 1 }
        }
    }

    /// What needs no records to be seen together.
    package struct Figures: Sendable {
        /// Records of an account.
        package struct Account: Sendable {
            package var records = 0
            package var valid = 0

            mutating func add(isValid: Bool) {
                records += 1
                if isValid { valid += 1 }
            }
        }

        var records = 0
        var valid = 0
        var malformed = 0
        package var causes: [String: Cause] = [:]
        package var accounts: [UInt64: Account] = [:]
        package var timeline = Timeline()
        /// Records that verify under the key of another account than theirs: lines by (own, other).
        package var otherAccounts: [AccountPair: Lines] = [:]
        /// The names of files by their numbers; `nil` for a log by itself.
        var files: [String?] = []
    }

    private(set) var figures = Figures()
    private var fileIndices: [String?: Int32] = [:]
    private var fingerprints: FingerprintSorter

    package struct AccountPair: Hashable, Sendable {
        package let own, other: UInt64
    }

    /// Nothing yet. What does not fit in memory goes to files in `folder`.
    public init(folder: URL = FileManager.default.temporaryDirectory) {
        self.init(sorter: FingerprintSorter(folder: folder))
    }

    init(sorter: FingerprintSorter) { fingerprints = sorter }

    /// Takes one more verdict into account.
    public mutating func add(_ verdict: AuditVerdict) throws {
        figures.records += 1
        let place = Place(file: index(of: verdict.file), line: Int64(verdict.line))
        if verdict.isValid { figures.valid += 1 }
        figures.timeline.add(verdict.time, isValid: verdict.isValid)
        if let account = verdict.account {
            figures.accounts[account, default: Figures.Account()].add(isValid: verdict.isValid)
        }
        if verdict.failure?.step == .record { figures.malformed += 1 }
        if let name = verdict.cause {
            figures.causes[name, default: Cause()].add(place, account: verdict.account)
        }
        if let own = verdict.account, let other = verdict.otherAccount {
            figures.otherAccounts[AccountPair(own: own, other: other), default: Lines()].append(place)
        }
        if let values = verdict.values {
            try fingerprints.append(
                Fingerprint(
                    key: values.key.limbs, commitment: values.commitment.limbs,
                    response: values.response.limbs, challenge: values.challenge.limbs,
                    account: verdict.account ?? Fingerprint.noAccount, line: place.line, file: place.file,
                    isValid: verdict.isValid,
                    keyIsWeak: verdict.findings.contains {
                        [.publicKeyIsIdentity, .publicKeySmallOrder].contains($0)
                    },
                    keyIsOutsideSubgroup: verdict.findings.contains(.publicKeyOutsideSubgroup)))
        }
    }

    /// Takes the verdicts of a file into account.
    ///
    /// - Parameters:
    ///   - name: the file, as errors and the summary name it.
    ///   - handle: the open file, read to its end.
    ///   - isOneOfSeveral: whether lines are to be told apart by the name of the file that they were in.
    /// - Throws: ``AuditError/notVerdicts(_:)`` for a line that is no verdict.
    public mutating func addVerdicts(
        from handle: FileHandle, named name: String, isOneOfSeveral: Bool
    ) throws -> AuditSummary.File {
        var reader = LineReader(handle)
        while let line = try reader.next() {
            if line.isBlank { continue }
            guard let bytes = line.bytes, var verdict = AuditVerdict(parsing: bytes) else {
                throw AuditError.notVerdicts("line \(line.number) is no verdict")
            }
            if isOneOfSeveral, verdict.file == nil { verdict.file = name }
            try add(verdict)
        }
        return AuditSummary.File(
            name: name, bytes: reader.byteCount, sha256: Hexadecimal.encode(reader.digest), unsignedEntries: 0
        )
    }

    /// Takes the verdicts of an audit that was interrupted into account, up to half a line at the end.
    ///
    /// - Returns: the length of what is whole, in bytes.
    /// - Throws: ``AuditError/cannotResume(_:)`` for another line that is no verdict.
    public mutating func addWholeVerdicts(from handle: FileHandle) throws -> Int {
        var reader = LineReader(handle)
        var end = 0
        while let line = try reader.next() {
            guard let length = line.bytes?.count, line.isTerminated else { break }
            guard let verdict = line.bytes.flatMap(AuditVerdict.init(parsing:)) else {
                throw AuditError.cannotResume("line \(line.number) is no verdict")
            }
            try add(verdict)
            end += length + 1
        }
        return end
    }

    private mutating func index(of file: String?) -> Int32 {
        if let index = fileIndices[file] { return index }
        let index = Int32(figures.files.count)
        fileIndices[file] = index
        figures.files.append(file)
        return index
    }

    /// What the log says about its keys: everything that needs records to be seen together.
    mutating func keyFindings() throws -> KeyFindings {
        var collector = KeyCollector()
        try fingerprints.forEachSorted { collector.add($0) }
        return collector.finish()
    }
}

/// What a log says about its keys.
package struct KeyFindings: Sendable {
    /// Several signatures with one R under one key, for different messages: the key is computable.
    package struct ReusedNonce: Sendable {
        package let commitment: Integer256
        package let lines: AuditTally.Lines
    }

    package struct Key: Sendable {
        package let key: Integer256
        package var accounts: Set<UInt64> = []
        package var signatures = 0
        package var valid = 0
        /// Valid signatures with S ≥ ℓ, of different challenges.
        package var unreducedS = 0
        /// Where they are, those of the same challenge too.
        package var unreducedLines = AuditTally.Lines()
        /// The key has order 1, 2, 4 or 8.
        package var isWeak = false
        /// The key is not in the subgroup of order ℓ.
        package var isOutsideSubgroup = false
        /// Where a key of low order has valid signatures.
        package var weakLines = AuditTally.Lines()
        package var noncesReused: [ReusedNonce] = []

        /// How many unreduced signatures determine a key: three bits each, of 251.
        package static let unreducedLimit = 84

        /// Why the key must count as known to others: `nonceReused`, `unreducedS`; or `nil`.
        package var exposed: String? {
            if !noncesReused.isEmpty { return "nonceReused" }
            return unreducedS >= Key.unreducedLimit ? "unreducedS" : nil
        }
    }

    package var keys: [Key] = []
    /// A valid signature of the same challenge more than once.
    package var replays: [AuditTally.Lines] = []
    /// One signature under different requests: at most one of them can be valid.
    package var sharedSignatures: [AuditTally.Lines] = []
}

/// Goes over fingerprints in their order, and so over one key after the other, and one R after the other.
private struct KeyCollector {
    private var findings = KeyFindings()
    private var key: KeyFindings.Key?
    private var ofCommitment: [Fingerprint] = []

    mutating func add(_ fingerprint: Fingerprint) {
        if let last = ofCommitment.last,
            !Limbs.areEqual(last.commitment, fingerprint.commitment)
                || !Limbs.areEqual(last.key, fingerprint.key)
        {
            finishCommitment()
        }
        let packed = Integer256(limbs: fingerprint.key)
        if key?.key != packed {
            finishKey()
            key = KeyFindings.Key(key: packed)
        }
        key?.signatures += 1
        if fingerprint.isValid { key?.valid += 1 }
        if fingerprint.keyIsOutsideSubgroup { key?.isOutsideSubgroup = true }
        if fingerprint.keyIsWeak {
            key?.isWeak = true
            if fingerprint.isValid { key?.weakLines.insert(fingerprint.place) }
        }
        if fingerprint.account != Fingerprint.noAccount { key?.accounts.insert(fingerprint.account) }
        ofCommitment.append(fingerprint)
    }

    mutating func finish() -> KeyFindings {
        finishCommitment()
        finishKey()
        return findings
    }

    private mutating func finishKey() {
        if let key { findings.keys.append(key) }
        key = nil
    }

    /// All signatures of one key with one R.
    private mutating func finishCommitment() {
        defer { ofCommitment.removeAll(keepingCapacity: true) }
        let order = Integer256(limbs: Scalar.order)
        let valid = ofCommitment.filter(\.isValid)
        let unreduced = valid.filter { Integer256(limbs: $0.response) >= order }
        for fingerprint in unreduced { key?.unreducedLines.insert(fingerprint.place) }
        key?.unreducedS += Set(unreduced.map { Integer256(limbs: $0.challenge) }).count
        guard ofCommitment.count > 1, let first = ofCommitment.first else { return }
        if Set(valid.map { Integer256(limbs: $0.challenge) }).count > 1 {
            key?.noncesReused.append(
                KeyFindings.ReusedNonce(
                    commitment: Integer256(limbs: first.commitment), lines: KeyCollector.lines(of: valid)))
        }
        // Sorted by S, then by challenge.
        for sameResponse in ofCommitment.chunked(by: { Limbs.areEqual($0.response, $1.response) }) {
            let parts = sameResponse.chunked { Limbs.areEqual($0.challenge, $1.challenge) }
            if parts.count > 1 {
                findings.sharedSignatures.append(KeyCollector.lines(of: Array(sameResponse)))
            }
            for part in parts where part.count > 1 && part.allSatisfy(\.isValid) {
                findings.replays.append(KeyCollector.lines(of: Array(part)))
            }
        }
    }

    /// The places, in the order of the log.
    private static func lines(of fingerprints: [Fingerprint]) -> AuditTally.Lines {
        var lines = AuditTally.Lines()
        for place in fingerprints.map(\.place).sorted() { lines.append(place) }
        return lines
    }
}

extension Array {
    /// The longest runs of neighbours that belong together.
    fileprivate func chunked(by belongTogether: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
        self[...].chunked(by: belongTogether)
    }
}

extension ArraySlice {
    fileprivate func chunked(by belongTogether: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
        var chunks: [ArraySlice<Element>] = []
        var start = startIndex
        for i in indices where i > start && !belongTogether(self[i - 1], self[i]) {
            chunks.append(self[start..<i])
            start = i
        }
        if start < endIndex { chunks.append(self[start..<endIndex]) }
        return chunks
    }
}
