// SPDX-License-Identifier: Apache-2.0
import Mustache
import StrictJSON

/// A report for people: one HTML file that needs nothing else.
///
/// A page is the model of a template in Templates/, which reads its stored properties by name. A name that a
/// value does not have is looked up in the values around it, so optional properties have names of their own.
/// Texts of a model may be foreign; every template escapes them.
package protocol Page {
    /// The name of the template.
    static var template: String { get }
    /// What every page has.
    var page: PageFrame { get set }
}

/// What every page has: title, verdict, and what the page is about.
package struct PageFrame {
    /// The title of the window.
    let title: String
    /// The title on the page.
    let heading: String
    /// What the page is about: a request, a command.
    let subject: String?
    /// The answer.
    let verdict: PageVerdict
    /// What a reader must know before anything else.
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

/// The answer that a page gives first.
struct PageVerdict {
    /// The class of its color.
    let kind: Tone
    /// One or two words.
    let word: String
    /// What else belongs to the answer.
    let sentence: String?

    init(_ word: String, isGood: Bool, _ sentence: String? = nil) {
        kind = isGood ? .good : .bad
        self.word = word
        self.sentence = sentence
    }
}

/// How a figure or a part is meant, which style.css shows as a color.
package enum Tone {
    case good, bad, warning, neutral
    case partial, unsupported, crashed
}

/// How the texts of a page, which may be foreign, become HTML.
///
/// Control characters are shown as ``VisibleText`` shows them. Characters of HTML are escaped scalar by
/// scalar: swift-mustache's own escape goes through `Character`s, and would overlook a quotation mark that a
/// combining mark follows, as the two form one `Character`.
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
    /// The text of each template, by the name under which others include it.
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

    /// All templates, parsed, each with ``PageContent`` as its type of content: a template does not inherit
    /// the type from the one that includes it. A template that cannot be parsed is a mistake of ours, which
    /// every test of a page finds.
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
