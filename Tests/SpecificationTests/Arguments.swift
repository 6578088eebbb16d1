import RequestCanonicalization

/// The inputs of a worked example, each of which has to be used.
struct Arguments {
    /// An input is missing or is not of its type.
    struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    private var rest: [String: String]

    init(_ members: [WorkedExample.Member]) {
        rest = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
    }

    /// The names that were not asked for.
    var unused: [String] { rest.keys.sorted() }

    mutating func text(_ name: String) throws -> String {
        guard let value = rest.removeValue(forKey: name) else { throw Unusable(description: "no \(name)") }
        return value
    }

    mutating func number(_ name: String) throws -> Int {
        guard let number = Int(try text(name)) else { throw Unusable(description: "\(name) is no number") }
        return number
    }

    mutating func flag(_ name: String) throws -> Bool {
        guard let flag = Bool(try text(name)) else { throw Unusable(description: "\(name) is no boolean") }
        return flag
    }

    /// `name[0]`, `name[1]`, … as far as they go.
    mutating func list(_ name: String) -> [String] {
        var values: [String] = []
        while let value = rest.removeValue(forKey: "\(name)[\(values.count)]") { values.append(value) }
        return values
    }

    /// The five inputs that make a request.
    mutating func request() throws -> Request {
        var parameters: [Parameter] = []
        while let key = rest.removeValue(forKey: "params[\(parameters.count)].key") {
            parameters.append(Parameter(key, try text("params[\(parameters.count)].value")))
        }
        return try Request(
            method: try text("method"), baseURL: try text("baseURL"), path: try text("path"),
            parameters: parameters, body: rest.removeValue(forKey: "body"))
    }
}
