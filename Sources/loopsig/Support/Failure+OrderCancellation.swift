import OrderCancellation

extension Failure {
    /// What the client refuses because of the command line is for the user to correct; the rest is a no.
    init(_ error: OrderCancellationError) {
        switch error {
        case .nothingToCancel:
            self = .usage("\(error): give --order-hash, --client-order-id or both")
        case .accountIDInvalid, .orderHashInvalid, .clientOrderIDInvalid, .baseURLInvalid:
            self = .usage("\(error)")
        default:
            self = .refused("\(error)")
        }
    }
}
