// SPDX-License-Identifier: Apache-2.0
import AsyncHTTPClient
import BabyJubjub
import Crypto
import EdDSA
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import LoopringOrders
import NIOCore
import NIOHTTP1
import NIOPosix
import OrderCancellation
import Poseidon
import PrimeField
import RequestCanonicalization
import RequestSigning
import SandboxRelayer
import ServiceLifecycle
import SignatureAudit
import SignatureDiagnosis

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

// Uses every public type of the library by its unqualified name, and imports what a server imports. If
// another of these modules has a type of the same name, this program does not compile.

let types: [Any.Type] = [
    // PrimeField
    (any DescribedError).self, FieldElement.self, Integer256.self, (any ModularInteger).self,
    PrimeFieldError.self, Scalar.self,
    // BabyJubjub
    BabyJubjubError.self, PackedPoint.self, Point.self,
    // Poseidon
    PoseidonError.self, PoseidonHash.self, PoseidonParameters.self, PoseidonPermutation.self,
    // EdDSA
    BatchVerification.self, BulkVerification.self, Coordinate.self, EdDSAError.self, Finding.self,
    Message.self, PreparedPublicKey.self, PrivateKey.self, PublicKey.self, Signature.self,
    SignaturePoint.self, SignedMessage.self, Verification.self, VerificationProfile.self,
    // RequestCanonicalization
    CanonicalRequest.self, Parameter.self, PercentEncoding.self, RequestCanonicalizationError.self,
    RequestURL.self, SignableRequest.self, SignatureHeader.self,
    // RequestSigning
    Trace.self,
    // LoopringOrders
    AccountID.self, ClientOrderID.self, EthereumAddress.self, LoopringNetwork.self, LoopringOrder.self,
    LoopringOrdersError.self, OrderHash.self,
    // OrderCancellation
    APIKey.self, AsyncHTTPClientTransport.self, CallError.self, CallFailure.self, CancelOrderCall.self,
    CancelOrderRequest.self, CancelOrderResponse.self, CancelOrderResult.self, ClosureTransport.self,
    Credentials.self,
    ExchangeError.self, ExchangeErrorCode.self, (any HTTPTransport).self, HeaderFields.self,
    LoopringClient.self, OrderStatus.self, RetryPolicy.self, SignedCall<CancelOrderRequest>.self,
    TransportFailure.self,
    TransportRequest.self, TransportResponse.self,
    // SandboxRelayer
    DocumentedOrder.self, Ledger.self, Sandbox.self, SandboxError.self,
    // SignatureDiagnosis
    Advice.self, Diagnosis.self, Mistake.self, PublicKeySource.self, SearchEffort.self,
    SignatureVerdict.self, SignerComparison.self, SigningEquation.self,
    // SignatureAudit
    AccountKeys.self, AuditError.self, AuditInput.self, AuditRecord.self,
    AuditSummary.self, AuditTally.self, AuditVerdict.self, CriticalFinding.self, Exposure.self,
    KeyExposure.self, Lines.self, (any Located).self, LogAudit.self, NonceUse.self,
    Occurrences<Lines>.self, Place.self, RecordCounts.self, SharedNonces.self,
]
// Types qualified by RequestSigning, the one module that a user imports to sign and verify. This would not
// compile if the module contained a type named RequestSigning.
let qualified: [Any.Type] = [
    RequestSigning.Message.self, RequestSigning.Parameter.self, RequestSigning.Point.self,
    RequestSigning.Signature.self,
]
print(types.count)
