// SPDX-License-Identifier: Apache-2.0

/// The page of `demo --report`: the demonstration, with one chapter for each step.
package struct DemoPage: Page {
    package static let template = "demo"

    private let title: String
    private var chapters: [(id: String, title: String, blocks: [DemoBlock])] = []
    private var isComplete = false

    package var model: Model {
        let verdict =
            isComplete
            ? pageVerdict("Proven", isGood: true, "every step had the expected result")
            : pageVerdict("Incomplete", isGood: false)
        let page: Model = ["heading": title, "subject": "loopsig demo", "verdict": verdict]
        return ["page": page, "chapters": chapters]
    }

    /// A demonstration that has not begun.
    package init(title: String) { self.title = title }

    /// Begins a chapter.
    package mutating func beginChapter(_ title: String) {
        chapters.append(("chapter\(chapters.count + 1)", title, []))
    }

    /// Adds to the last chapter.
    package mutating func add(_ block: DemoBlock) {
        guard !chapters.isEmpty else { return }
        chapters[chapters.count - 1].blocks.append(block)
    }

    /// Marks the demonstration as complete: every step had the expected result.
    package mutating func end() { isComplete = true }
}

/// A part of a chapter. A template reads a case as a property of this name.
package enum DemoBlock {
    case paragraph(String)
    case values(DemoValues)
    case stages(TraceView)
    case request(line: String, headers: DemoValues?)
    case answer(status: Int, kind: Tone, body: String)
    /// The two sides of the equation, which differ as expected.
    case inequality(DemoValues)
    case confirmed(String)
}

/// Values with their names.
package struct DemoValues {
    package let list: [(name: String, value: String)]

    package init(_ list: [(name: String, value: String)]) { self.list = list }
}
