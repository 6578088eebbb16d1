// SPDX-License-Identifier: Apache-2.0
import RequestCanonicalization
import StrictJSON

/// One call of the exchange's API that has a request signature: what is sent, and how the answer is read.
///
/// For any endpoint, the code in this folder signs the request, sends and repeats it, and reads errors. To
/// add an endpoint, write a request type that conforms to this protocol, a response type, and the methods of
/// ``LoopringClient`` that a user calls.
protocol SignedEndpoint: Sendable {
    associatedtype Response: Sendable

    var method: SignableRequest.Method { get }
    /// The part of the URL after the base URL, without the query.
    var path: String { get }
    /// The query parameters: the one value that is both signed and sent.
    var parameters: [Parameter] { get }
    /// Whether sending the request twice has the same effect as sending it once ([CLIENT-1]).
    var isIdempotent: Bool { get }

    /// Reads an answer that is not an error. Throws `unreadableAnswer`.
    func response(from answer: Answer) throws(CallError.Cause) -> Response

    /// Reads an error that answers a repetition, when an earlier attempt may have been carried out. Returns
    /// the response that the error amounts to, or `nil` if the error is a refusal.
    func response(toRepetition error: ExchangeError) -> Response?
}
