// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import Crypto
import EdDSA
import Foundation
import Poseidon
import PrimeField
import RequestCanonicalization
import RequestSigning
import StrictJSON

/// A synthetic log with a known number of each fault, for testing audits. The same seed gives the same log.
/// Anyone who knows the seed can compute its keys, so they protect nothing.
public struct AuditSample {
    /// The fault of a record.
    public enum Fault: String, CaseIterable, Sendable {
        /// No fault: a valid signature with S < ℓ.
        case none
        /// No fault under the relayer profile: a valid signature with S ≥ ℓ.
        case unreduced
        /// A valid signature with the same R as an earlier signature by the same key of another message.
        case nonceReused
        /// An earlier record again.
        case replayed
        /// An earlier signature with another request.
        case signatureCopied
        /// The parameters were signed in the order in which they were given.
        case parametersUnsorted
        /// The key of another account was used.
        case otherAccountsKey
        /// A digit of the request was changed after signing.
        case requestChanged
        /// The line is cut in half.
        case lineTruncated
        /// The account is not in the file of accounts.
        case accountUnknown
        /// The record contains a public key with swapped coordinates.
        case keyOffCurve
        /// R has a component of low order.
        case commitmentOutsideSubgroup
        /// The last digit of the signature is missing.
        case signatureShort
        /// A valid signature with a nonce that another account uses for one signature, too. All of these
        /// signatures belong to two accounts.
        case nonceShared
    }

    /// The number of records.
    public let count: Int
    private let hasFaults: Bool
    /// The number of records with each fault.
    public private(set) var numbers: [Fault: Int] = [:]
    /// The number of valid signatures under each profile.
    public private(set) var valid: [VerificationProfile: Int] = [:]

    private var random: SplitMix64
    private let keys: [PrivateKey]
    private let secrets: [Scalar]
    private var earlier: [(line: String, request: SignableRequest, signature: Signature, account: Int)] = []

    /// The number of the first account. The others follow.
    private static let firstAccount = 10_000
    private static let accountCount = 16
    /// Each account from the second one on belongs to a signer or client that always makes the same mistake,
    /// as in real logs. This is the list of their mistakes.
    private static let wrong: [Fault] = [
        .unreduced, .nonceReused, .parametersUnsorted, .otherAccountsKey, .keyOffCurve,
        .commitmentOutsideSubgroup, .signatureShort, .requestChanged,
    ]
    /// The account whose signatures are copied: the last one.
    private static let copied = accountCount - 1

    /// Creates a sample of `count` records. Without faults, all signatures are valid, reduced and different.
    public init(count: Int, seed: UInt64, hasFaults: Bool = true) throws {
        self.count = count
        self.hasFaults = hasFaults
        var random = SplitMix64(state: seed)
        secrets = (0..<AuditSample.accountCount).map { _ in random.scalar() }
        keys = try secrets.map { try PrivateKey(rawRepresentation: $0.bigEndianBytes) }
        self.random = random
    }

    /// The file of accounts that belongs to the log.
    public var accounts: [UInt8] {
        let members = keys.enumerated().map { i, key in
            (String(AuditSample.firstAccount + i), JSON.text(key.publicKey.point.packed.hex))
        }
        return JSON.object(JSON.Object(members)).line + [UInt8(ascii: "\n")]
    }

    /// The results that an audit of the log must find. Complete only after the log is written.
    public var answers: [UInt8] {
        JSON.object([
            "records": .integer(count),
            "valid": .object(
                JSON.Object(valid.map { ($0.key.rawValue, .integer($0.value)) })),
            "faults": .object(
                JSON.Object(Fault.allCases.map { ($0.rawValue, .integer(numbers[$0, default: 0])) })),
        ]).line + [UInt8(ascii: "\n")]
    }

    /// Writes a log to a file. Writes its accounts (`.accounts.json`) and the expected results
    /// (`.answers.json`) next to it.
    public static func write(count: Int, seed: UInt64 = 1, hasFaults: Bool = true, to path: String) throws {
        var sample = try AuditSample(count: count, seed: seed, hasFaults: hasFaults)
        try Data().write(to: URL(filePath: path))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        var buffer: [UInt8] = []
        try sample.write { line in
            buffer += line
            guard buffer.count >= 1 << 18 else { return }
            try file.write(contentsOf: buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        try file.write(contentsOf: buffer)
        try file.close()
        try Data(sample.accounts).write(to: URL(filePath: path + ".accounts.json"))
        try Data(sample.answers).write(to: URL(filePath: path + ".answers.json"))
    }

    /// Writes the log line by line.
    public mutating func write(to write: ([UInt8]) throws -> Void) throws {
        for i in 0..<count {
            var line = Array(try record(i).utf8)
            line.append(UInt8(ascii: "\n"))
            try write(line)
        }
    }

    // MARK: Records

    private mutating func record(_ i: Int) throws -> String {
        var fault = hasFaults ? AuditSample.fault(at: i) : .none
        let copyable = fault == .signatureCopied ? earlier.filter { $0.account == AuditSample.copied } : []
        if [.replayed, .nonceReused].contains(fault) && earlier.isEmpty
            || fault == .signatureCopied && copyable.isEmpty
        {
            fault = .none
        }
        let firstRight = 1 + AuditSample.wrong.count
        let sharedNonces = numbers[.nonceShared, default: 0]
        let account =
            AuditSample.wrong.firstIndex(of: fault).map { 1 + $0 }
            ?? firstRight
            + (fault == .nonceShared ? sharedNonces % 2 : random.below(AuditSample.accountCount - firstRight))
        let request = try request(account: account, number: i)
        let message = Message(request)
        var signature = try keys[account].signature(for: message)
        var shownRequest = request
        var key: String?
        var accountID = AuditSample.firstAccount + account

        switch fault {
        case .none, .lineTruncated, .signatureShort: break
        case .unreduced:
            signature = try keys[account].unreducedSignatureLeakingKey(for: message)
            if signature.isReduced { fault = .none }
        case .nonceReused:
            signature = try signed(message, by: account, nonce: Scalar.one)
        case .nonceShared:
            signature = try signed(message, by: account, nonce: Scalar(1000 + UInt64(sharedNonces / 2)))
        case .replayed:
            let again = earlier[random.below(earlier.count)]
            note(.replayed, relayer: true, strict: again.signature.isReduced)
            return again.line
        case .signatureCopied:
            signature = copyable[random.below(copyable.count)].signature
            accountID = AuditSample.firstAccount + AuditSample.copied
        case .parametersUnsorted:
            signature = try keys[account].signature(for: AuditSample.unsortedMessage(of: request))
        case .otherAccountsKey:
            signature = try keys[0].signature(for: message)
        case .requestChanged:
            shownRequest = try self.request(account: account, number: i + 1_000_000_000)
        case .accountUnknown:
            accountID = 99_999
        case .keyOffCurve:
            let point = keys[account].publicKey.point
            key = #"{"x":"\#(point.y.hex)","y":"\#(point.x.hex)"}"#
        case .commitmentOutsideSubgroup:
            signature = try signed(message, by: account, nonce: random.scalar(), torsion: 1 + random.below(7))
        }
        let text = fault == .signatureShort ? String(signature.hex.dropLast()) : signature.hex
        let line = AuditSample.line(i, shownRequest, account: accountID, key: key, signature: text)
        switch fault {
        case .none: note(fault, relayer: true, strict: true)
        case .unreduced: note(fault, relayer: true, strict: false)
        case .nonceReused, .nonceShared: note(fault, relayer: true, strict: true)
        default: note(fault, relayer: false, strict: false)
        }
        if fault == .none || fault == .unreduced, earlier.count < 4096 || i % 7 == 0 {
            // Keep at most 4096 records that later records can repeat.
            if earlier.count == 4096 { earlier.remove(at: random.below(4096)) }
            earlier.append((line, request, signature, account))
        }
        return fault == .lineTruncated ? String(line.prefix(line.count / 2)) : line
    }

    private mutating func note(_ fault: Fault, relayer: Bool, strict: Bool) {
        numbers[fault, default: 0] += 1
        if relayer { valid[.relayer, default: 0] += 1 }
        if strict { valid[.strict, default: 0] += 1 }
    }

    /// The fault of record i. Of a thousand records, a hundred have an unreduced S, and ten have each other
    /// fault.
    private static func fault(at i: Int) -> Fault {
        let place = i * 7919 % 1000
        if place < 100 { return .unreduced }
        let others = Fault.allCases.dropFirst(2)
        let index = (place - 100) / 10
        return index < others.count ? others[others.startIndex + index] : .none
    }

    private mutating func request(account: Int, number: Int) throws -> SignableRequest {
        try SignableRequest(
            method: "DELETE", baseURL: "https://api3.loopring.io", path: "/api/v3/order",
            parameters: [
                Parameter("orderHash", random.scalar().hex), Parameter("clientOrderId", "order \(number)"),
                Parameter("accountId", String(AuditSample.firstAccount + account)),
            ])
    }

    /// The message of a signer that does not sort the parameters.
    private static func unsortedMessage(of request: SignableRequest) -> Message {
        let parameters = request.parameters.map(\.percentEncoded).joined(separator: "&")
        let parts = [
            request.method.rawValue, PercentEncoding.encode(request.url.text),
            PercentEncoding.encode(parameters),
        ]
        return Message(reducing: SHA256.hash(data: Array(parts.joined(separator: "&").utf8)))
    }

    /// A signature with a chosen nonce: R = r·B + i·T and S = r + k·h mod ℓ, where T has order 8.
    private func signed(
        _ message: Message, by account: Int, nonce r: Scalar, torsion i: Int = 0
    ) throws -> Signature {
        let point = Point.base.multipliedVariableTime(by: r.integer) + Point.lowOrderPoints[i]
        let key = keys[account].publicKey.point
        let h = try PoseidonHash.challenge.hash([point.x, point.y, key.x, key.y, message.value])
        let s = WideInteger(product: secrets[account].integer, h.integer, plus: r.integer)
        return try Signature(r: point, s: Scalar(reducing: s).integer)
    }

    private static func line(
        _ i: Int, _ request: SignableRequest, account: Int, key: String?, signature: String
    ) -> String {
        let params = request.parameters.map { #"["\#($0.key)","\#($0.value)"]"# }.joined(separator: ",")
        return #"{"id":\#(i),"time":\#(1_700_000_000_000 + i * 250),"method":"\#(request.method.rawValue)","#
            + #""url":"\#(request.url.text)","params":[\#(params)],"accountId":\#(account),"#
            + (key.map { #""publicKey":\#($0),"# } ?? "") + #""signature":"\#(signature)"}"#
    }
}

/// The generator SplitMix64 of Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA
/// 2014. It is for samples, not for secrets.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// A scalar that is not zero.
    mutating func scalar() -> Scalar {
        let limbs = Limbs(Limb(next()), Limb(next()), Limb(next()), Limb(next() >> 6) | 1)
        return Scalar(reducing: WideInteger(low: Integer256(limbs: limbs), high: .zero))
    }
}
