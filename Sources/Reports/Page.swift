// SPDX-License-Identifier: Apache-2.0
import Mustache
import StrictJSON

/// A self-contained HTML report.
///
/// A page is the model of a template in Templates/: the template reads the stored properties of the page by
/// name. If a value has no property of this name, or if the property is `nil`, the template looks in the
/// enclosing values. So the name of an optional property occurs in none of the models around it. Texts of a
/// model may be foreign; every template escapes them.
package protocol Page {
    /// The name of the template.
    static var template: String { get }
    /// The parts that every page has.
    var page: PageFrame { get set }
}

/// The parts that every page has: title, verdict and subject.
package struct PageFrame {
    /// The title of the window.
    let title: String
    /// The title on the page.
    let heading: String
    /// The subject of the page: a request or a command.
    let subject: String?
    /// The answer.
    let verdict: PageVerdict
    /// A warning at the top of the page.
    var warning: String?
    /// The version of the program.
    fileprivate(set) var version: String = ""

    init(
        title: String? = nil, heading: String, subject: String? = nil, verdict: PageVerdict,
        warning: String? = nil
    ) {
        self.title = title ?? heading
        self.heading = heading
        self.subject = subject
        self.verdict = verdict
        self.warning = warning
    }
}

/// The answer at the top of a page.
struct PageVerdict {
    /// The class of its color.
    let kind: Tone
    /// One or two words.
    let word: String
    /// The rest of the answer.
    let sentence: String?

    init(_ word: String, isGood: Bool, _ sentence: String? = nil) {
        kind = isGood ? .good : .bad
        self.word = word
        self.sentence = sentence
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
        VisibleText.visible(text).unicodeScalars.reduce(into: "") { html, scalar in
            switch scalar {
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "&": html += "&amp;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Page {
    /// The page as HTML.
    ///
    /// - Parameter version: the version of the program that writes it.
    package func html(version: String) -> String {
        var copy = self
        copy.page.version = version
        guard let html = Templates.library.render(copy, withTemplate: Self.template) else {
            preconditionFailure("there is no template \(Self.template)")
        }
        return html
    }
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
        ("audit", PackageResources.audit_mustache), ("more", PackageResources.more_mustache),
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
