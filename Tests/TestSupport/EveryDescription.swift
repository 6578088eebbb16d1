// SPDX-License-Identifier: Apache-2.0

/// Everything that printing, debugging and reflection say about a value.
package func everyDescription(of value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    var nested = ""
    for child in Mirror(reflecting: value).children { nested += everyDescription(of: child.value) }
    return "\(value) \(String(reflecting: value)) \(dumped) \(nested)"
}
