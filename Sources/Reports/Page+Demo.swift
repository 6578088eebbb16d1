// SPDX-License-Identifier: Apache-2.0

extension Page {
    /// The page of `demo --report`: a demonstration in which every step had the expected result, with one
    /// chapter for each step. A block has one member, whose name says how the template shows its value.
    package init(title: String, chapters: [(title: String, blocks: [Model])]) {
        self.init(
            "demo", heading: title, subject: "loopsig demo",
            verdict: ("Proven", true, "every step had the expected result"),
            [
                "chapters": chapters.enumerated().map { index, chapter -> Model in
                    ["id": "chapter\(index + 1)", "title": chapter.title, "blocks": chapter.blocks]
                }
            ])
    }
}
