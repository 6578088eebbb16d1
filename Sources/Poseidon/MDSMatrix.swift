// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The t × t Cauchy matrix of the linear layer: M[i][j] = 1/(vᵢ − v_{t+j}) over the first 2t matrix seeds.
/// [POSEIDON-3]
///
/// Every square submatrix of a Cauchy matrix is invertible, so the matrix is maximum distance separable.
package struct MDSMatrix: Sendable {
    /// The rows.
    package let rows: [[FieldElement]]

    /// The matrix of width t.
    package init(width t: Int) {
        let v = MatrixSeeds.all
        rows = (0..<t).map { i in
            (0..<t).map { j in
                guard let entry = try? (v[i] - v[t + j]).invertedVariableTime() else {
                    preconditionFailure("the matrix seeds are distinct")
                }
                return entry
            }
        }
    }

    /// M·x.
    package func multiplied(by x: [FieldElement]) -> [FieldElement] {
        rows.map { row in zip(row, x).reduce(.zero) { sum, term in sum + term.0 * term.1 } }
    }
}

/// The values from which the matrices are made. They are the first 34 values of the chain that starts with
/// H("poseidon_matrix_0000"), drawn as the round constants are. `python3 Vectors derive-constants` derives
/// them again. [POSEIDON-2] [POSEIDON-3]
package enum MatrixSeeds {
    /// v₀, v₁, …; the matrix of width t takes the first 2t of them.
    package static let all: [FieldElement] = [
        0x1f3eb824e34cb2bfdb360e4256d8c94f8c3edc111f4e017ab1940fd76d5dfa84,
        0x0682a0407116ae6d43a24f1c344db762a79d127ccd24522d08313b81ce1778fd,
        0x1b5748a1799b8dfc99eebf2914ba1af5683871b116aba2460ef7ae598beef8ef,
        0x03d8204635c0d3679ab29fc5cb3bff37f5f652144abf47808119b5ffd05bfc44,
        0x1834f9e52df8281eacdcaed83b9217854924ef97b9d51795df731adaf9ac9e15,
        0x291c52dc88c8d12f7cbe381afe578e11848edf3cddcb34c7557d975281512eb7,
        0x0bafdbb4781a96c68b2c6c118d49c7a9f49322ad1550f663c6ecf25f27b83ecc,
        0x1320304b34378274f05f674a4bded0902562909bf609dacafc624b7de963b981,
        0x22b3871c37d1f45283644bb7e639634800e9c7d2d4fa0e874a78fc3e7fc68a53,
        0x15d16754363b801ea35d12c3df3f00e9aab86959859a83fc15fe0c0629e346cb,
        0x014162b2005b923f9454d19671ba4b70431b79f8146a514d52750bb71b8f8ad1,
        0x02bedfa22a73abf6fc24115220549f4ded041caae2c25853b8e03c0ca4d8c74c,
        0x27ffe6aec202f6bbffc57f4bafe7e919eff2769ea918e6d8c4d48bf803004fdd,
        0x27b42b9a750d7339bdd29bb6d9a113870cc2beda36de6760961c79bc2870a653,
        0x1d1134a7f15662e184ea9cf3715d23de4e6661eaaddc38948104fcd7142942e6,
        0x2543bae0de7f98eb7d43d504d76ef1486b1a26feb62c15496b2a7cbdb8a0e5cf,
        0x1922afef65897eda36de0033e8b581c1035d0fc5c9f440a7cf65bbdf0cf413b4,
        0x2d61e216eeb7079eb55064ffd10c3b897b110cb9e564099123fc5a0c0e6c5efb,
        0x0f0926f9dcd331998173af05a75f971d92b56f47a86b9dafaf26c1ff39f7b514,
        0x07b191b1a53874d59f4c977a3ca9ab71c63d14e63214db28aa42b1859b22e33d,
        0x28d11ea55725493ed6b2bfc1f0014e5fdc714ff4b029abb4e3aecb497275239f,
        0x02966254deae53556411df57680b4a7cd343f4c05f384982e8eb4140816cd0f3,
        0x1801b19a32e524a173352bcb9956c06996019de699a3842f113ab0d5fc57e762,
        0x14dc468f22b8197ac82d7694e8a6e8f35fe262e1cdc692a34c6b53d4f8298697,
        0x05c0757da9eb6321b4e5e02a4e3a934e95ef4610c916c7d97f3b4fdb7d053443,
        0x0a87956b98bf145f0163579ece51f6bd4de7bc226e4ceb707b375940778787b4,
        0x17838ff33b39a0a9399315fc92639bdaf40657f340942c77b61a584e37db3e0c,
        0x2ece8870f0baf4621b168c71ada5e870fb08d246443436c1c13d707fb92328d6,
        0x2c5ce74fe0acaf1115c35e8608da0ca8a2d157971f592d061b6df547c539c5d4,
        0x2b2df415a2c61642c31da2fabb6398f0aa2a70b115894584e567a5ffb6a33073,
        0x0a018bcf917da626159dfa59528d2be640c43d1981d7a16fc0109ab9b791e401,
        0x17ead4ce6bad6ef700b51c67b941c60fba6daecda0c24f4f0350ef0c87db4ed5,
        0x12c356bbc9bd33c640df158d774bd0bb8a6407b1883df2af25fea920d0cf6a82,
        0x26785fef1903b19465cccdbeb7141940d1f1a57af4632ef1353579de9d4e8a07,
    ]
}
