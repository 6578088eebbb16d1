// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import Benchmark
import EdDSA
import Poseidon
import PrimeField
import RequestCanonicalization
import RequestSigning
import Samples
import TextbookMultiplication

let benchmarks: @Sendable () -> Void = {
    Row.add("B") { n in blackHole(textbook_multiply(n)) }

    // MARK: Field

    Row.add("field multiplication, FieldElement's *") { n in
        multiplyPairs(n)
    }
    Row.add("field multiplication, FieldElement's *, dependent chain") { n in
        let factor = Samples.fieldElements[1]
        var product = Samples.fieldElements[0]
        for _ in 0..<n { product *= factor }
        blackHole(product)
    }

    // MARK: Curve

    Row.add("pack a point") { n in
        forSamples(n, Samples.points) { $0.packed }
    }
    let packed = Samples.points.map(\.packed)
    Row.add("unpack a point") { n in
        forSamples(n, packed) { packed in literal { try Point(packed: packed) } }
    }
    Row.add("subgroup test") { n in
        forSamples(n, Samples.points) { $0.isInSubgroup }
    }

    Row.add("multiply a point, variable time") { n in
        let integer = Samples.fieldElements[3].integer  // 254 bits
        forSamples(n, Samples.points) { $0.multipliedVariableTime(by: integer) }
    }
    Row.add("subgroup test as the multiple ℓ·P") { n in
        let order = literal {
            try Integer256(hex: "0x060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126f1")
        }
        forSamples(n, Samples.points) { $0.multipliedVariableTime(by: order) == .identity }
    }

    // MARK: Poseidon

    for (name, hash) in [
        ("Poseidon t = 6, 6 + 52 rounds", PoseidonHash.challenge),
        ("Poseidon t = 12, 6 + 53 rounds", PoseidonHash.orderHash),
    ] {
        let inputs = Samples.hashInputs(width: hash.parameters.width)
        Row.add(name) { n in
            forSamples(n, inputs) { inputs in literal { try hash.hash(inputs) } }
        }
    }

    // MARK: Keys and signatures

    Row.add("key derivation") { n in
        forSamples(n, Samples.ethereumSignatures) { bytes in
            literal { try PrivateKey(ethereumSignature: bytes).publicKey }
        }
    }
    Row.add("public key from secret key") { n in
        forSamples(n, Samples.secretKeys) { bytes in
            literal { try PrivateKey(rawRepresentation: bytes).publicKey }
        }
    }
    let key = Samples.privateKey
    Row.add("sign") { n in
        forSamples(n, Samples.messages) { message in literal { try key.signature(for: message) } }
    }
    Row.add("verify, relayer profile") { n in
        forSamples(n, Samples.signedMessages) { sample in
            sample.key.isValidSignature(sample.signature, for: sample.message, profile: .relayer)
        }
    }
    Row.add("verify, strict profile") { n in
        forSamples(n, Samples.signedMessages) { sample in
            sample.key.isValidSignature(sample.signature, for: sample.message, profile: .strict)
        }
    }
    for (keyCount, keys) in [(1, "one key"), (16, "16 keys"), (1_024, "1,024 keys")] {
        let batch = Samples.batch(of: 1_024, underKeys: keyCount)
        Row.add("verify in batches of 1,024, \(keys)", operationsInEach: batch.count) { n in
            for _ in 0..<n { blackHole(BatchVerification.verdicts(batch, profile: .relayer)) }
        }
    }
    let texts = Samples.signedMessages.map { sample in
        (
            x: sample.key.point.x.hex, y: sample.key.point.y.hex, message: sample.message.hex,
            signature: sample.signature.hex
        )
    }
    Row.add("verify, from text") { n in
        forSamples(n, texts) { text in
            literal {
                try PublicKey(x: text.x, y: text.y)
                    .isValidSignature(
                        Signature(hex: text.signature), for: Message(hex: text.message), profile: .relayer)
            }
        }
    }

    // MARK: Requests

    Row.add("canonicalize a request") { n in
        forSamples(n, Samples.orderHashes) { Samples.cancelOrder(orderHash: $0).canonical.sha256 }
    }
    Row.add("sign a request, strings to header") { n in
        forSamples(n, Samples.orderHashes) { orderHash in
            let request = Samples.cancelOrder(orderHash: orderHash)
            return literal { try key.signature(for: request).hex }
        }
    }
}

/// Performs an operation `n` times, on one sample after the other.
@inline(__always)
private func forSamples<Sample, Result>(_ n: Int, _ samples: [Sample], _ operation: (Sample) -> Result) {
    for i in 0..<n { blackHole(operation(samples[i % Samples.count])) }
}

/// `n` products that do not depend on one another, written to an array.
private func multiplyPairs(_ n: Int) {
    let factors = Samples.fieldElements
    var products = [FieldElement](repeating: .zero, count: 64)
    for i in 0..<n { products[i & 63] = factors[i & 63] * factors[64 + (i & 63)] }
    blackHole(products)
}
