import ForeignText
import SignatureDiagnosis

extension AccountKeys {
    /// Reads a file of accounts: one JSON object from account to public key, packed or as x and y.
    /// - Throws: ``AuditError/accountsInvalid(_:)``.
    public init(parsing bytes: some Collection<UInt8>) throws(AuditError) {
        let json: JSON
        do { json = try JSON(parsing: bytes) } catch { throw .accountsInvalid("\(error)") }
        guard case .object(let members) = json else { throw .accountsInvalid("they are no JSON object") }
        var keys: [UInt64: PublicKeySource] = [:]
        for (name, value) in members {
            guard let account = UInt64(account: name) else {
                throw .accountsInvalid("\(VisibleText.quoted(name)) is not an account number")
            }
            guard let key = PublicKeySource(value) else {
                throw .accountsInvalid("the key of \(account) is neither text nor an object of x and y")
            }
            guard keys.updateValue(key, forKey: account) == nil else {
                throw .accountsInvalid("account \(account) occurs twice")
            }
        }
        self.init(keys)
    }
}
