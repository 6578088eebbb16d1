// SPDX-License-Identifier: Apache-2.0
import Mustache

/// A report for people: one HTML file that needs nothing else.
///
/// A page is the model of a template in Templates/, which reads its stored properties by name. A name that a
/// value does not have is looked up in the values around it, so optional properties have names of their own.
package protocol Page {
    /// The name of the template.
    static var template: String { get }
    /// What every page has.
    var page: PageFrame { get set }
}

/// What every page has: title, verdict, and what the page is about.
package struct PageFrame {
    /// The title of the window.
    let title: PageText
    /// The title on the page.
    let heading: PageText
    /// What the page is about: a request, a command.
    let subject: PageText?
    /// The answer.
    let verdict: PageVerdict
    /// What a reader must know before anything else.
    var warning: PageText?
    /// The version of the program.
    fileprivate(set) var version: PageText = ""

    init(
        title: PageText? = nil, heading: PageText, subject: PageText? = nil, verdict: PageVerdict,
        warning: PageText? = nil
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
    let word: PageText
    /// What else belongs to the answer.
    let sentence: PageText?

    init(_ word: PageText, isGood: Bool, _ sentence: PageText? = nil) {
        kind = isGood ? .good : .bad
        self.word = word
        self.sentence = sentence
    }
}

/// How a figure or a part is meant, which style.css shows as a color.
enum Tone: String, MustacheCustomRenderable {
    case good, bad, warning, neutral
    case partial, unsupported, crashed

    var renderText: String { rawValue }
    var isNull: Bool { false }
}

extension Page {
    /// The page as HTML.
    ///
    /// - Parameter version: the version of the program that writes it.
    package func html(version: String) -> String {
        var copy = self
        copy.page.version = PageText(version)
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
        ("pieces", PackageResources.pieces_mustache), ("demo", PackageResources.demo_mustache),
        ("conformance", PackageResources.conformance_mustache), ("case", PackageResources.case_mustache),
        ("flag", PackageResources.flag_mustache), ("rest", PackageResources.rest_mustache),
        ("audit", PackageResources.audit_mustache), ("more", PackageResources.more_mustache),
        ("tiles", PackageResources.tiles_mustache), ("bar", PackageResources.bar_mustache),
    ]

    /// All templates, parsed. A template that cannot be parsed is a mistake of ours, which every test of a
    /// page finds.
    static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        for (name, text) in sources {
            do {
                try library.register(String(decoding: text, as: UTF8.self), named: name)
            } catch {
                preconditionFailure("the template \(name) cannot be parsed: \(error)")
            }
        }
        return library
    }()
}
