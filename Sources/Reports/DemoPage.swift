// SPDX-License-Identifier: Apache-2.0

/// The page of `demo --report`: the demonstration, with one chapter for each step.
package struct DemoPage: Page {
    package static let template = "demo"

    package let model: Model

    /// The page of a demonstration in which every step had the expected result. A block has one member, whose
    /// name says how the template shows its value.
    package init(title: String, chapters: [(title: String, blocks: [Model])]) {
        let verdict = pageVerdict("Proven", isGood: true, "every step had the expected result")
        model = [
            "page": ["heading": title, "subject": "loopsig demo", "verdict": verdict] as Model,
            "chapters": chapters.enumerated().map { index, chapter -> Model in
                ["id": "chapter\(index + 1)", "title": chapter.title, "blocks": chapter.blocks]
            },
        ]
    }
}
