// SPDX-License-Identifier: Apache-2.0

/// The names of the header fields that carry a signature and the key of its account.
public enum SignatureHeader {
    /// The API key, which names the account to the exchange. Its value is a secret.
    public static let apiKey = "X-API-KEY"
    /// The signature of the request: "0x" and 192 hexadecimal digits.
    public static let signature = "X-API-SIG"
}
