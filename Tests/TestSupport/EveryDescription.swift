// SPDX-License-Identifier: Apache-2.0

/// The texts of printing, debugging and reflection of a value, in one text.
package func everyDescription(of value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    var nested = ""
    for child in Mirror(reflecting: value).children { nested += everyDescription(of: child.value) }
    return "\(value) \(String(reflecting: value)) \(dumped) \(nested)"
}
