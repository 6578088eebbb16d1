// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestCanonicalization
import SignatureDiagnosis

// Explains why a signature does not verify: its signer did not sort the parameters.

let key = try PublicKey(
    x: "0x" + CommandLine.arguments[1], y: "0x" + CommandLine.arguments[2])
let request = try SignableRequest(
    method: "DELETE", baseURL: "https://api3.loopring.io", path: "/api/v3/order",
    parameters: [Parameter("accountId", "10005"), Parameter("clientOrderId", "Sample")])
let verdict = SignatureVerdict(
    on: CommandLine.arguments[3], of: request, by: .decoded(key), profile: .relayer, searching: .thorough)
print(verdict.isValid, verdict.failure?.step.rawValue ?? "", verdict.diagnosis?.names ?? [])
