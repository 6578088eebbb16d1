extension Operation {
    /// Every operation of the protocol.
    static let all: [Operation] =
        ArithmeticOperations.all + CurveOperations.all + [poseidonHash] + SignatureOperations.all
        + RequestOperations.all + [orderHash]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    static func named(_ name: String) -> Operation? { byName[name] }
}
