// SPDX-License-Identifier: Apache-2.0
import Crypto
import StrictJSON
import Poseidon
import PrimeField

@testable import VectorSuite

/// Evaluates worked examples with the operations of VectorSuite, which also evaluate the vectors.
extension WorkedExample {
    /// The values in which the example and the code disagree, one line for each.
    func disagreements() -> [String] {
        guard let operation = Operation.named(operation) else { return ["unknown operation"] }
        guard let arguments else { return ["the inputs are malformed"] }
        let evaluation = operation.evaluate(arguments)
        if let error = evaluation.error { return disagreements(with: error) }

        var values: [String: String] = [:]
        for name in evaluation.stages.names {
            if let value = evaluation.stages[name] { values.merge(flattened(value, name)) { $1 } }
        }
        values.merge(intermediates(from: values)) { $1 }
        return outputs.compactMap { output in
            guard output.name != "error" else { return "no error \(output.value)" }
            guard let value = values[output.name] else {
                return "\(output.name) is not a value of \(operation.name)"
            }
            return value == output.value ? nil : "\(output.name) is \(value), not \(output.value)"
        }
    }

    private func disagreements(with error: any Error) -> [String] {
        guard let code = ErrorCode(error)?.rawValue else { return ["\(error)"] }
        guard let expected = outputs.first(where: { $0.name == "error" })?.value else {
            return ["error \(code)"]
        }
        return (code == expected ? [] : ["error \(code), not \(expected)"])
            + outputs.filter { $0.name != "error" }.map { "\($0.name) next to an error" }
    }

    // MARK: Inputs

    /// The inputs as the JSON object that the protocol uses; `nil` if the elements of an array are out of
    /// order.
    private var arguments: JSON.Object? {
        var members: JSON.Object = [:]
        for input in inputs {
            let path = input.name.split(separator: ".", maxSplits: 1).map(String.init)
            if let bracket = path[0].firstIndex(of: "[") {
                let name = String(path[0][..<bracket])
                var elements: [JSON] = []
                if case .array(let earlier) = members[name] { elements = earlier }
                if path.count == 2, path[1] == "value" {
                    // The value of a pair. Its key was the member before.
                    guard case .array(let pair) = elements.popLast() else { return nil }
                    elements.append(.array(pair + [.text(input.value)]))
                } else {
                    elements.append(path.count == 2 ? .array([.text(input.value)]) : .text(input.value))
                }
                guard path[0] == "\(name)[\(elements.count - 1)]" else { return nil }
                members[name] = .array(elements)
            } else if path.count == 2 {
                var point: JSON.Object = [:]
                if case .object(let earlier) = members[path[0]] { point = earlier }
                point[path[1]] = .text(input.value)
                members[path[0]] = .object(point)
            } else {
                members[input.name] = value(of: input)
            }
        }
        if operation.hasPrefix("request."), members["body"] == nil, members["params"] == nil {
            members["params"] = .array([])
        }
        return members
    }

    private func value(of input: Member) -> JSON {
        switch input.name {
        case "t", "fullRounds", "partialRounds": Int(input.value).map(JSON.integer) ?? .text(input.value)
        case "fillAmountBOrS": Bool(input.value).map(JSON.boolean) ?? .text(input.value)
        default: .text(input.value)
        }
    }

    // MARK: Values

    /// A value of the protocol as members of the worked example: `R.x`, `inputs[0]`.
    private func flattened(_ value: JSON, _ name: String) -> [String: String] {
        switch value {
        case .object(let members):
            members.reduce(into: [:]) { $0.merge(flattened($1.value, "\(name).\($1.name)")) { $1 } }
        case .array(let elements):
            elements.enumerated().reduce(into: [:]) {
                $0.merge(flattened($1.element, "\(name)[\($1.offset)]")) { $1 }
            }
        default: [name: value.description]
        }
    }

    /// The intermediate values of SPEC.md, section 2.5, that the protocol does not have.
    private func intermediates(from values: [String: String]) -> [String: String] {
        var more: [String: String] = [:]
        if operation == "eddsa.sign", let key = try? Integer256(hex: input("secretKey")),
            let message = try? Integer256(hex: input("message"))
        {
            let nonceInput = key.littleEndianBytes + message.littleEndianBytes
            more["nonceInput"] = Hexadecimal.encode(nonceInput)
            more["sha512"] = Hexadecimal.encode(SHA512.hash(data: nonceInput))
        }
        if let challenge = values["challenge"].flatMap({ try? Integer256(hex: $0) }) {
            let reduced = Scalar(reducing: WideInteger(product: challenge, Integer256(1), plus: .zero))
            more["challengeModL"] = reduced.hex
        }
        if operation == "poseidon.hash" { more.merge(states()) { $1 } }
        return more
    }

    private func input(_ name: String) -> String { inputs.first { $0.name == name }?.value ?? "" }

    /// The state after each round of Poseidon, computed from the constants and the matrix of the code. Each
    /// round (SPEC.md, section 6.2) adds its constant to every element, raises the elements to the fifth
    /// power (in a partial round only element 0), and multiplies the state by the matrix.
    private func states() -> [String: String] {
        guard let width = Int(input("t")), let fullRounds = Int(input("fullRounds")),
            let partialRounds = Int(input("partialRounds")),
            let parameters = try? PoseidonParameters(
                width: width, fullRounds: fullRounds, partialRounds: partialRounds)
        else { return [:] }
        let matrix = MDSMatrix(width: width)
        var state = inputs.filter { $0.name.hasPrefix("inputs[") }
            .compactMap { try? FieldElement(hex: $0.value) }
        state += Array(repeating: .zero, count: width - state.count)
        var states: [String: String] = [:]
        for (i, constant) in parameters.roundConstants.enumerated() {
            let isPartial = (fullRounds / 2..<fullRounds / 2 + partialRounds).contains(i)
            state = state.map { $0 + constant }
            for j in state.indices where !isPartial || j == 0 {
                state[j] = state[j].squared().squared() * state[j]
            }
            state = matrix.multiplied(by: state)
            for (j, element) in state.enumerated() { states["state[\(i + 1)][\(j)]"] = element.hex }
        }
        return states
    }
}
