// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A list that tasks share.
package final class Collected<Element: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var list: [Element] = []

    /// An empty list.
    package init() {}

    package var elements: [Element] { lock.withLock { list } }
    package func append(_ element: Element) { lock.withLock { list.append(element) } }
}
