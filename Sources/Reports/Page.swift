// SPDX-License-Identifier: Apache-2.0
import Mustache
import StrictJSON

/// A self-contained HTML report, made by a template in Templates/.
///
/// If a value has no member of a name, or if the member is `nil`, the template looks in the enclosing values.
/// So the name of an optional member occurs in none of the models around it. Texts of a model may be foreign;
/// every template escapes them.
package struct Page: Sendable {
    /// The name of the template.
    let template: String
    /// The values of the template.
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
        guard let html = Templates.library.render(model, withTemplate: template) else {
            preconditionFailure("there is no template \(template)")
        }
        return html
    }
}

/// The meaning of a figure or of a part of a page. style.css gives each tone a color.
package enum Tone {
    case good, bad, warning, neutral
    case partial, unsupported, crashed
}

/// Writes the texts of a page as HTML. They may be foreign.
///
/// ``VisibleText`` shows control characters. Special characters of HTML are escaped scalar by scalar, because
/// swift-mustache escapes by `Character`: a quotation mark and a combining mark after it form one
/// `Character`, and swift-mustache does not escape this quotation mark.
private struct PageContent: MustacheContentType {
    func escapeText(_ text: String) -> String {
        VisibleText.visible(text).unicodeScalars.map { PageContent.entities[$0] ?? String($0) }.joined()
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
    ]

    /// All templates, parsed. Each one sets ``PageContent`` as its content type, because a template does not
    /// inherit the type from the template that includes it. A template that cannot be parsed is a bug of this
    /// module, which every test of a page finds.
    static let library: MustacheLibrary = {
        MustacheContentTypes.register(PageContent(), named: "PAGE")
        var library = MustacheLibrary()
        for (name, text) in sources {
            do {
                let template = "{{% CONTENT_TYPE:PAGE}}\n" + String(decoding: text, as: UTF8.self)
                try library.register(template, named: name)
            } catch {
                preconditionFailure("the template \(name) cannot be parsed: \(error)")
            }
        }
        return library
    }()
}
