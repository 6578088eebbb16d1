// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Mustache
import RequestSigning
import SignatureAudit
import SignatureDiagnosis
import StrictJSON

/// A self-contained HTML report, made by a template in Templates/.
///
/// If a value has no member of a name, or if the member is `nil`, the template looks in the enclosing values.
/// So the name of an optional member occurs in none of the models around it. Texts of a model may be foreign;
/// every template escapes them.
package struct Page: Sendable {
    let template: String
    let model: Model

    /// A page with these values, and at its top the heading, the answer in one or two words, and the rest of
    /// the answer. `subject` is a request or a command.
    init(
        _ template: String, heading: String, title: String? = nil, subject: String? = nil,
        warning: String? = nil, verdict: (word: String, isGood: Bool, sentence: String?), _ values: Model
    ) {
        self.template = template
        var values = values
        let answer: Model = [
            "word": verdict.word, "kind": verdict.isGood ? Tone.good : Tone.bad, "sentence": verdict.sentence,
        ]
        let page: Model = [
            "heading": heading, "title": title, "subject": subject, "warning": warning, "verdict": answer,
        ]
        values.members.append(("page", page))
        model = values
    }

    /// The page as HTML.
    ///
    /// - Parameter version: the version of the program that writes it.
    package func html(version: String) -> String {
        var model = model
        model.members.append(("version", version))
        return Templates.text(of: model, by: template)
    }

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

    /// The page of `sign --report`. `isUnreduced` says whether the signature has the unreduced form, which
    /// leaks the key.
    package init(signed trace: Trace, _ signature: Signature, isUnreduced: Bool) {
        let request = trace.canonical.request
        let form = isUnreduced ? "in the unreduced form" : "in the reduced form"
        self.init(
            "signature", heading: "A signed request", subject: Page.subject(of: trace),
            verdict: ("Signed", true, form),
            [
                "isLeaking": isUnreduced,
                "toSend": [
                    "method": request.method.rawValue, "url": trace.canonical.urlToSend,
                    "signature": signature.hex, "body": request.bodyText.map { $0.isEmpty ? "(empty)" : $0 },
                ] as Model,
                "trace": TraceView(trace),
            ])
    }

    /// The page of `verify --report`: a verdict on a signature, which is given as it came over the wire.
    package init(of verdict: SignatureVerdict, on signature: String) {
        let isExplained = verdict.diagnosis?.mistakes.isEmpty == false
        let word = verdict.isValid ? "Valid" : verdict.isJudged ? "Invalid" : "Not judged"
        self.init(
            "signature", heading: "Verdict on a signature", subject: Page.subject(of: verdict.trace),
            verdict: (word, verdict.isValid, "under the \(verdict.profile.rawValue) profile"),
            ["judgment": verdict.model(of: signature, isExplained: isExplained)])
    }

    private static func subject(of trace: Trace) -> String {
        "\(trace.canonical.request.method.rawValue) \(trace.canonical.urlToSend)"
    }
}

/// The values that a template reads by name. A member that is `nil` is absent.
package struct Model: Sendable, ExpressibleByDictionaryLiteral, CustomReflectable {
    var members: [(name: String, value: (any Sendable)?)]

    /// The members of a literal. Each name occurs once.
    package init(dictionaryLiteral members: (String, (any Sendable)?)...) {
        self.members = members.map { ($0, $1) }
    }

    /// Mustache reads the children of this mirror.
    package var customMirror: Mirror { Mirror(self, children: members.map { ($0, $1 as Any) }) }

    /// The first rows of a table, and how many more there are; `nil` for an empty table.
    static func rows<Item>(
        of items: [Item], limit: Int = Page.rowLimit, _ row: (_ number: Int, Item) -> Model?
    ) -> Model? {
        guard !items.isEmpty else { return nil }
        let rest = items.count - limit
        let more: Model = ["count": rest, "grouped": rest.grouped]
        return [
            "rows": items.prefix(limit).enumerated().compactMap(row), "rest": rest > 0 ? more : nil,
        ]
    }

    /// A bar whose parts are as long as the numbers that they show; `nil` if all numbers are zero.
    static func bar(_ label: String, _ numbers: [(kind: Tone, name: String, count: Int)]) -> Model? {
        let total = numbers.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        var end = 0
        let parts = numbers.filter { $0.count > 0 }.map { kind, name, count -> Model in
            let length = barLength(of: count, in: total)
            defer { end += length }
            return ["kind": kind, "name": "\(count.grouped) \(name)", "start": end, "length": length]
        }
        return ["label": label, "parts": parts, "length": end]
    }

    /// The length of a part in thousandths. It is at least 8 for a number that is not zero, so that the part
    /// is visible.
    static func barLength(of count: Int, in total: Int) -> Int {
        count == 0 ? 0 : max(8, 1000 * count / total)
    }
}

/// The meaning of a figure or of a part of a page. style.css gives each tone a color.
package enum Tone {
    case good, bad, warning, neutral
    case partial, unsupported, crashed
}

/// What the texts of a template become. They may be foreign. ``VisibleText`` shows control characters.
private enum ContentType: String, CaseIterable, MustacheContentType {
    /// HTML. As in the other types, special characters are escaped scalar by scalar. swift-mustache escapes
    /// by `Character`: a quotation mark and a combining mark after it form one `Character`, and it does not
    /// escape this quotation mark.
    case page
    /// Markdown. Every character is escaped that has a meaning in Markdown or HTML.
    case markdown
    /// Inline code of Markdown. The fence is one backtick longer than the longest run of backticks in the
    /// text. Bars are escaped, because the text may be in a table.
    case code

    func escapeText(_ text: String) -> String {
        let text = VisibleText.visible(text)
        switch self {
        case .page: return text.unicodeScalars.map { ContentType.entities[$0] ?? String($0) }.joined()
        case .markdown: return ContentType.escaping("\\`*_{}[]<>#|~&", in: text)
        case .code:
            let longest = text.utf8.split(whereSeparator: { $0 != UInt8(ascii: "`") }).map(\.count).max() ?? 0
            let fence = String(repeating: "`", count: longest + 1)
            let padding = longest > 0 ? " " : ""
            return fence + padding + ContentType.escaping("|", in: text) + padding + fence
        }
    }

    /// The text with a backslash before each of these characters.
    private static func escaping(_ characters: String, in text: String) -> String {
        text.unicodeScalars.map { characters.unicodeScalars.contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    private static let entities: [Unicode.Scalar: String] = [
        "<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#39;",
    ]
}

/// The templates, which are part of the program.
enum Templates {
    /// The text of each template, with the name by which other templates include it.
    static let sources: [(name: String, text: [UInt8])] = [
        ("page", PackageResources.page_mustache), ("style", PackageResources.style_css),
        ("signature", PackageResources.signature_mustache), ("verdict", PackageResources.verdict_mustache),
        ("failure", PackageResources.failure_mustache), ("trace", PackageResources.trace_mustache),
        ("piece", PackageResources.piece_mustache), ("demo", PackageResources.demo_mustache),
        ("conformance", PackageResources.conformance_mustache), ("case", PackageResources.case_mustache),
        ("flag", PackageResources.flag_mustache), ("rest", PackageResources.rest_mustache),
        ("audit", PackageResources.audit_mustache),
        ("tiles", PackageResources.tiles_mustache), ("bar", PackageResources.bar_mustache),
        ("values", PackageResources.values_mustache),
        ("markdown", PackageResources.markdown_mustache), ("code", PackageResources.code_mustache),
        ("markdown-case", PackageResources.markdown_case_mustache),
        ("markdown-cases", PackageResources.markdown_cases_mustache),
    ]

    /// All templates, parsed. Each one sets its content type: the first part of its name, or ``page``. A
    /// template does not inherit the type from the template that includes it. A template that cannot be
    /// parsed is a bug of this module, which every test of a page finds.
    static let library: MustacheLibrary = {
        for type in ContentType.allCases { MustacheContentTypes.register(type, named: type.rawValue) }
        var library = MustacheLibrary()
        for (name, text) in sources {
            let type = ContentType.allCases.first { name.hasPrefix($0.rawValue) } ?? .page
            do {
                let template = "{{% CONTENT_TYPE:\(type)}}\n" + String(decoding: text, as: UTF8.self)
                try library.register(template, named: name)
            } catch {
                preconditionFailure("the template \(name) cannot be parsed: \(error)")
            }
        }
        return library
    }()

    static func text(of model: Model, by template: String) -> String {
        guard let text = library.render(model, withTemplate: template) else {
            preconditionFailure("there is no template \(template)")
        }
        return text
    }
}
