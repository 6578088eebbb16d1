/// What can be wrong with a request for a Poseidon hash.
public enum PoseidonError: Error, Equatable, Sendable {
    /// Not an instance with 2 ≤ t ≤ 17, an even R_F ≥ 2, R_P ≥ 0 and R_F + R_P ≤ 65.
    case parametersUnsupported
    /// More inputs than t − 1.
    case inputCount
}
