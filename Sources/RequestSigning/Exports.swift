// SPDX-License-Identifier: Apache-2.0

// One import is enough to sign and verify requests: what the interface of this module shows comes along.
@_exported import BabyJubjub
@_exported import EdDSA
@_exported import PrimeField
@_exported import RequestCanonicalization
