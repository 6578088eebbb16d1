// SPDX-License-Identifier: Apache-2.0
import RequestSigning

/// What `demo --report` writes: the demonstration as it was told, chapter by chapter.
package struct DemoPage: Page {
    package static let template = "demo"

    package var page = PageFrame(heading: "", verdict: PageVerdict("Incomplete", isGood: false))
    private(set) var chapters: [DemoChapter] = []

    /// A demonstration that has not begun.
    package init() {}

    /// Begins the demonstration.
    package mutating func begin(_ title: String) {
        page = PageFrame(
            heading: PageText(title), subject: "loopsig demo",
            verdict: PageVerdict("Incomplete", isGood: false))
    }

    /// Begins a chapter.
    package mutating func beginChapter(_ title: String) {
        chapters.append(DemoChapter(id: "chapter\(chapters.count + 1)", title: PageText(title), blocks: []))
    }

    /// Marks the demonstration as complete: every step had the expected result.
    package mutating func end() {
        page = PageFrame(
            heading: page.heading, subject: page.subject,
            verdict: PageVerdict("Proven", isGood: true, "every step had the expected result"))
    }

    // MARK: Blocks of the current chapter

    package mutating func addParagraph(_ text: String) { add { $0.paragraph = PageText(text) } }

    package mutating func addValues(_ values: [(name: String, value: String)]) {
        add { $0.values = DemoBlock.Values(list: values.map { (PageText($0.name), PageText($0.value)) }) }
    }

    package mutating func addTrace(_ trace: Trace) { add { $0.stages = TraceView(trace) } }

    package mutating func addRequest(_ method: String, _ url: String) {
        add { $0.request = "\(method) \(url)" }
    }

    package mutating func addAnswer(status: Int, body: String) {
        add { $0.answer = (status == 200 ? .good : .bad, "HTTP \(status)", PageText(body)) }
    }

    /// Adds that the two sides of the equation differ, as expected.
    package mutating func addInequality() { add { $0.inequality = "S·B ≠ R + h·A" } }

    package mutating func addConfirmation(_ claim: String) { add { $0.confirmed = PageText(claim) } }

    private mutating func add(_ fill: (inout DemoBlock) -> Void) {
        guard !chapters.isEmpty else { return }
        var block = DemoBlock()
        fill(&block)
        chapters[chapters.count - 1].blocks.append(block)
    }
}

/// A step of the demonstration.
struct DemoChapter {
    let id: PageText
    let title: PageText
    var blocks: [DemoBlock]
}

/// A part of a chapter; one of the properties is set.
struct DemoBlock {
    struct Values {
        let list: [(name: PageText, value: PageText)]
    }

    var paragraph: PageText?
    var values: Values?
    var stages: TraceView?
    var request: PageText?
    var answer: (kind: Tone, status: PageText, body: PageText)?
    var inequality: PageText?
    var confirmed: PageText?
}
