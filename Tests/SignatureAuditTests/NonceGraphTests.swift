// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import Foundation
import LoopringOrders
import PrimeField
import TestSupport
import Testing

@testable import SignatureAudit

/// Makes signatures for random graphs of keys and nonces. The keys that the audit finds exposed must be those
/// that solving the linear equations S = r + h·k mod ℓ finds.
@Suite struct NonceGraphTests {
    /// A signature: S = ±r + h·k.
    private struct Edge {
        let key, nonce: Int
        let isNegated: Bool
        let challenge: FieldElement
        let s: Scalar
    }

    /// Secret keys and nonces, and signatures made with them.
    private struct Graph {
        let keys, nonces: [Scalar]
        var edges: [Edge] = []

        init(keys: Int, nonces: Int, _ generator: inout SeededGenerator) {
            self.keys = (0..<keys).map { _ in generator.scalar() }
            self.nonces = (0..<nonces).map { _ in generator.scalar() }
        }

        mutating func sign(
            _ key: Int, _ nonce: Int, negated isNegated: Bool = false, _ generator: inout SeededGenerator
        ) {
            let h = generator.fieldElement()
            let r = isNegated ? -nonces[nonce] : nonces[nonce]
            let s = r + Scalar(reducing: WideInteger(low: h.integer, high: Integer256(0))) * keys[key]
            edges.append(Edge(key: key, nonce: nonce, isNegated: isNegated, challenge: h, s: s))
        }

        func verdict(_ edge: Edge, line: Int) -> AuditVerdict {
            let r = Point.baseMultiplied(by: nonces[edge.nonce])
            var verdict = AuditVerdict(line: line)
            verdict.account = AccountID(UInt32(edge.key))
            verdict.recordedEquation = AuditVerdict.Equation(
                key: Point.baseMultiplied(by: keys[edge.key]).packed.integer,
                rx: (edge.isNegated ? -r : r).x.integer, s: edge.s.integer, challenge: edge.challenge.integer)
            return verdict
        }

        /// The keys that the equations determine, with their values, found by Gaussian elimination mod ℓ.
        func solution() throws -> [Int: Scalar] {
            let width = keys.count + nonces.count
            var rows = edges.map { edge in
                var row = [Scalar](repeating: .zero, count: width + 1)
                row[edge.key] = Scalar(
                    reducing: WideInteger(low: edge.challenge.integer, high: Integer256(0)))
                row[keys.count + edge.nonce] = edge.isNegated ? -Scalar.one : .one
                row[width] = edge.s
                return row
            }
            var pivots: [(row: Int, column: Int)] = []
            // Eliminate the nonces first, so that the last equations contain only keys.
            for column in Array(keys.count..<width) + Array(0..<keys.count) {
                guard let pivot = (pivots.count..<rows.count).first(where: { rows[$0][column] != .zero })
                else { continue }
                rows.swapAt(pivots.count, pivot)
                let inverse = try rows[pivots.count][column].inverted()
                rows[pivots.count] = rows[pivots.count].map { $0 * inverse }
                for i in rows.indices where i != pivots.count && rows[i][column] != .zero {
                    let factor = rows[i][column]
                    rows[i] = zip(rows[i], rows[pivots.count]).map { $0 - factor * $1 }
                }
                pivots.append((pivots.count, column))
            }
            var found: [Int: Scalar] = [:]
            for (row, column) in pivots where column < keys.count {
                let others = (0..<width).filter { $0 != column }
                let isUnique = others.allSatisfy { rows[row][$0] == .zero }
                if isUnique { found[column] = rows[row][width] }
            }
            return found
        }
    }

    /// The keys that the summary of the verdicts says are exposed, and the summary.
    private func exposed(_ verdicts: [AuditVerdict], blockLength: Int = 1 << 17) throws -> (
        Set<Int>, AuditSummary
    ) {
        var tally = AuditTally()
        tally.evidence = EvidenceStore(blockLength: blockLength)
        for verdict in verdicts { try tally.add(verdict) }
        let summary = try AuditSummary(of: tally, under: .relayer, files: [])
        return (
            Set(summary.keys.filter { $0.exposed != nil }.flatMap(\.accounts).map { Int($0.value) }), summary
        )
    }

    @Test(arguments: 0..<40) func aKeyIsExposedIfAndOnlyIfTheEquationsDetermineIt(seed: UInt64) throws {
        var generator = SeededGenerator(seed: 950 + seed)
        func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
        var graph = Graph(keys: 1 + below(5), nonces: 1 + below(6), &generator)
        for _ in 0...below(10) {
            graph.sign(below(graph.keys.count), below(graph.nonces.count), negated: below(2) == 0, &generator)
        }
        var verdicts = graph.edges.enumerated().map { graph.verdict($1, line: $0 + 1) }
        // Replays, and copies with S + ℓ, repeat equations and add nothing.
        for _ in 0..<below(4) {
            var copy = verdicts[below(verdicts.count)]
            copy.line = verdicts.count + 1
            if below(2) == 0, let values = copy.recordedEquation {
                let s = try (Natural(values.s) + .order).integer256
                copy.recordedEquation = AuditVerdict.Equation(
                    key: values.key, rx: values.rx, s: s, challenge: values.challenge)
            }
            verdicts.append(copy)
        }
        // An equation from an explanation counts as much as one of a valid record.
        for i in verdicts.indices where below(3) == 0 {
            verdicts[i].failure = .init(isValid: false, equationHolds: false, findings: [])
            verdicts[i].explainedEquation = verdicts[i].recordedEquation
            verdicts[i].recordedEquation = nil
        }
        let solution = try graph.solution()
        for (key, value) in solution { #expect(value == graph.keys[key]) }
        for blockLength in [1 << 17, 3] {
            let (exposed, summary) = try exposed(verdicts, blockLength: blockLength)
            #expect(exposed == Set(solution.keys), "\(graph.edges.map { ($0.key, $0.nonce) })")
            #expect(summary.critical == solution.count)
        }
    }

    @Test func twoAccountsThatShareTwoNoncesLoseBothKeys() throws {
        var generator = SeededGenerator(seed: 990)
        var graph = Graph(keys: 3, nonces: 3, &generator)
        for (key, nonce) in [(0, 0), (1, 0), (0, 1)] { graph.sign(key, nonce, &generator) }
        graph.sign(2, 2, &generator)
        var verdicts = graph.edges.enumerated().map { graph.verdict($1, line: $0 + 1) }
        // One shared nonce is only a warning.
        let (none, warning) = try exposed(verdicts)
        #expect(none.isEmpty && warning.critical == 0)
        #expect(warning.sharedNonces.map(\.determines) == [false])
        #expect(warning.sharedNonces.map(\.lines.numbers) == [[1, 2]])
        #expect(warning.paragraphs.contains { $0.kind == .note && $0.text.contains("one more signature") })
        // The second shared nonce exposes both keys, but not the third one.
        graph.sign(1, 1, negated: true, &generator)
        verdicts.append(graph.verdict(graph.edges[4], line: 5))
        let (both, summary) = try exposed(verdicts)
        #expect(both == [0, 1])
        #expect(Set(summary.keys.map(\.exposed)) == [.sharedNonce, nil])
        let shared = try #require(summary.sharedNonces.first)
        #expect(shared.determines && shared.keys.count == 2 && shared.lines.numbers == [1, 2, 3, 5])
        #expect(shared.nonces.first.map(\.lines.numbers) == [[1, 2], [3, 5]])
        #expect(summary.criticalFindings.map(\.accounts) == [[AccountID(0), AccountID(1)]])
        #expect(summary.paragraphs.contains { $0.kind == .critical && $0.text.contains("of all 2 keys") })
        let json = String(decoding: summary.line, as: UTF8.self)
        #expect(json.contains(#""exposed":"sharedNonce""#) && json.contains(#""determines":true"#))
    }

    /// The secret keys of A and −A determine each other.
    @Test func aKeyAndItsNegationAreOneUnknown() throws {
        var generator = SeededGenerator(seed: 991)
        var graph = Graph(keys: 1, nonces: 2, &generator)
        graph.sign(0, 0, &generator)
        graph.sign(0, 0, &generator)
        graph.sign(0, 1, &generator)
        var verdicts = graph.edges.enumerated().map { graph.verdict($1, line: $0 + 1) }
        func negate(_ i: Int) throws {
            let values = try #require(verdicts[i].recordedEquation)
            let point = -Point.baseMultiplied(by: graph.keys[0])
            verdicts[i].recordedEquation = AuditVerdict.Equation(
                key: point.packed.integer, rx: values.rx, s: values.s, challenge: values.challenge)
        }
        try negate(1)
        let (_, summary) = try exposed(verdicts)
        #expect(summary.keys.map(\.exposed) == [.sharedNonce, .sharedNonce])
        let (none, _) = try exposed([verdicts[0], verdicts[2]])
        #expect(none.isEmpty)
    }

    /// Under a key of low order, S is the nonce itself. So every key that shares this nonce is exposed.
    @Test func aNonceSharedWithAKeyOfLowOrderIsKnown() throws {
        var generator = SeededGenerator(seed: 992)
        var graph = Graph(keys: 1, nonces: 1, &generator)
        graph.sign(0, 0, &generator)
        let honest = graph.verdict(graph.edges[0], line: 1)
        var weak = AuditVerdict(line: 2)
        weak.recordedEquation = AuditVerdict.Equation(
            key: Point.identity.packed.integer, rx: try #require(honest.recordedEquation).rx,
            s: graph.nonces[0].integer, challenge: generator.fieldElement().integer,
            findings: [.publicKeyIsIdentity])
        let (exposed, summary) = try exposed([honest, weak])
        #expect(exposed == [0])
        #expect(Set(summary.keys.map(\.exposed)) == [.sharedNonce, .weakKey])
        // Two keys of low order have no secret to share.
        var other = weak
        other.recordedEquation = weak.recordedEquation.map {
            AuditVerdict.Equation(
                key: Point.lowOrderPoints[4].packed.integer, rx: $0.rx, s: $0.s, challenge: $0.challenge,
                findings: [.publicKeySmallOrder, .publicKeyOutsideSubgroup])
        }
        let (_, both) = try self.exposed([weak, other])
        #expect(both.sharedNonces.isEmpty && both.critical == 2)
    }

    /// A signature whose equation does not hold is not evidence, because anyone can write it.
    @Test func onlySignaturesWhoseEquationHoldsAreEvidence() throws {
        var generator = SeededGenerator(seed: 993)
        var graph = Graph(keys: 1, nonces: 1, &generator)
        graph.sign(0, 0, &generator)
        graph.sign(0, 0, &generator)
        var verdicts = graph.edges.enumerated().map { graph.verdict($1, line: $0 + 1) }
        verdicts[1].failure = .init(isValid: false, equationHolds: false, findings: [])
        let (none, summary) = try exposed(verdicts)
        #expect(none.isEmpty && summary.critical == 0 && summary.keys.map(\.signatures) == [2])
        // If only the profile is not met, the equation holds, and the signature is evidence.
        verdicts[1].failure = .init(isValid: false, equationHolds: true, findings: [.unreducedS])
        #expect(try exposed(verdicts).0 == [0])
    }

    @Test func evidenceOfOneNonceBeyondMemoryIsReviewedInRounds() throws {
        var generator = SeededGenerator(seed: 994)
        var graph = Graph(keys: 1, nonces: 1, &generator)
        for _ in 0..<300 { graph.sign(0, 0, &generator) }
        let verdicts = graph.edges.enumerated().map { graph.verdict($1, line: $0 + 1) }
        let (exposed, summary) = try exposed(verdicts + verdicts, blockLength: 16)
        #expect(exposed == [0])
        #expect(summary.keys.first?.noncesReused.first.map(\.lines.count) == [600])
        #expect(summary.keys.first?.noncesReused.first.first?.lines.first.count == 100)
        #expect(summary.replays.count == 300)
    }
}

/// The store of evidence that does not fit in memory.
@Suite struct EvidenceStoreTests {
    private func evidence(_ number: Int, _ rx: Integer256) -> Evidence {
        Evidence(
            key: .zero, rx: rx, s: Integer256(UInt64(number)), challenge: .zero,
            place: Place(file: 0, line: number), isRecorded: true, isProven: true)
    }

    @Test(arguments: [1, 2, 7, 1000]) func allEvidenceOfANonceIsInOnePartInTheOrderOfTheLog(blockLength: Int)
        throws
    {
        var generator = SeededGenerator(seed: UInt64(906 + blockLength))
        let some = (0..<5).map { _ in generator.fieldElement() }
        var store = EvidenceStore(blockLength: blockLength)
        for i in 1...300 {
            let x = some[Int(generator.next() % 5)]
            try store.append(evidence(i, (i % 2 == 0 ? x : -x).integer))
        }
        var lines: [Int] = []
        var nonces: Set<Integer256> = []
        try store.forEachPart { count, part in
            var ofPart: [Evidence] = []
            try part { ofPart.append($0) }
            var again = 0
            try part { _ in again += 1 }
            #expect(ofPart.count == count && again == count)
            #expect(ofPart.map(\.place.line) == ofPart.map(\.place.line).sorted())
            for nonce in Set(ofPart.map(\.nonce)) {
                #expect(nonces.insert(nonce).inserted)
            }
            lines += ofPart.map(\.place.line)
        }
        #expect(lines.sorted() == Array(1...300))
        #expect(nonces.count == 5)
    }

    @Test func theFileHasNoNameAndOnlyTheUserCanReadIt() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "evidence-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var store = EvidenceStore(folder: folder, blockLength: 2)
        #expect(store.file == nil)
        for i in 1...5 { try store.append(evidence(i, Integer256(UInt64(i)))) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        var status = stat()
        #expect(fstat(try #require(store.file).fileDescriptor, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600 && status.st_nlink == 0)
        var missing = EvidenceStore(folder: folder.appending(path: "absent"), blockLength: 1)
        #expect(throws: AuditError.cannotSpill(folder.appending(path: "absent").path)) {
            try missing.append(evidence(1, .zero))
        }
    }
}
