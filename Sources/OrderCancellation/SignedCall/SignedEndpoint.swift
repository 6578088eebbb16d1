// SPDX-License-Identifier: Apache-2.0
import RequestCanonicalization
import StrictJSON

/// One call of the exchange's API that carries a request signature: what is sent, and how the answer is read.
///
/// The layer in this folder signs, sends, repeats and reads errors for any endpoint. To add one, write a type
/// for its request that conforms to this protocol, a type for its response, and the methods of
/// ``LoopringClient`` that a user calls.
protocol SignedEndpoint: Sendable {
    associatedtype Response: Sendable

    var method: SignableRequest.Method { get }
    /// What follows the base URL.
    var path: String { get }
    /// The query parameters: the one value that is both signed and sent.
    var parameters: [Parameter] { get }
    /// Whether sending the request twice has the same effect as sending it once ([CLIENT-1]).
    var isIdempotent: Bool { get }

    /// Reads an answer that is not an error.
    func response(from answer: AnswerMembers) throws(UnreadableAnswer.Reason) -> Response

    /// The response that an error means if an earlier attempt may have been carried out; `nil` if it is a
    /// refusal.
    func response(toRepetition error: ExchangeError) -> Response?
}
