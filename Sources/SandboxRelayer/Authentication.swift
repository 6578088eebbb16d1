import EdDSA
import OrderCancellation

/// The steps of authentication that both calls share.
extension Ledger {
    /// The account whose API key a request carries, if it may make another call now.
    ///
    /// - Throws: 104001 without a key, 104002 for a key of nobody, HTTP 429 beyond the rate limit.
    func authenticate(_ request: ReceivedRequest) throws(Refusal) -> Account {
        guard let text = request.apiKey, !text.isEmpty else {
            throw Refusal(.emptyAPIKey, "the header X-API-KEY is missing or empty")
        }
        guard let key = try? APIKey(text), let account = account(of: key) else {
            throw Refusal(.invalidAPIKey, "the API key is not that of an account")
        }
        if let wait = countCall(of: account.id) {
            let seconds = wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0)
            throw Refusal(
                .tryAgainLater, "more than the allowed calls in a second", httpStatus: 429,
                headers: ["Retry-After": String(seconds)])
        }
        return account
    }
}

extension Account {
    /// Verifies the account's signature of a message, in the relayer profile.
    ///
    /// - Parameter signed: what was signed, for the answer to a signature that does not fit.
    /// - Throws: 104004 without a signature, 104005 for one that is malformed or does not verify.
    func verify(_ text: String?, of message: Message, signed: String) throws(Refusal) {
        guard let text, !text.isEmpty else { throw Refusal(.noSignature, "there is no signature") }
        let signature: Signature
        do { signature = try Signature(hex: text) } catch {
            throw Refusal(
                .wrongSignature, "the signature is no signature (\(error)); expected one of \(signed)")
        }
        guard publicKey.isValidSignature(signature, for: message, profile: .relayer) else {
            throw Refusal(.wrongSignature, "the signature is not the account's signature of \(signed)")
        }
    }
}
