// SPDX-License-Identifier: Apache-2.0

// One import is enough to sign and verify requests: these modules define the types in the interface of this
// one.
@_exported import BabyJubjub
@_exported import EdDSA
@_exported import PrimeField
@_exported import RequestCanonicalization
