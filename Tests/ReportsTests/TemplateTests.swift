// SPDX-License-Identifier: Apache-2.0
import Mustache
import RequestSigning
import SignatureDiagnosis
import Testing

@testable import Reports

/// Templates use names of the models only. (If no model has a name, the template shows nothing, without an
/// error.)
@Suite struct TemplateTests {
    @Test func everyNameInATemplateIsAPropertyOfAModel() async throws {
        var names: Set<String> = ["version"]
        for page in try await SamplePages.all() { collect(page.model, into: &names) }
        for (template, text) in Templates.sources {
            let tags = String(decoding: text, as: UTF8.self).matches(
                of: /\{\{[#^]?(?:(?:empty|count)\()?([a-zA-Z.]+)\)?\}\}/)
            for name in tags.map({ String($0.output.1) }) where name != "." {
                for part in name.split(separator: ".") {
                    let isProperty = names.contains(String(part))
                    #expect(isProperty, "\(template): \(name)")
                }
            }
        }
    }

    @Test func noTemplateShowsTextUnescaped() {
        for (template, text) in Templates.sources {
            let text = String(decoding: text, as: UTF8.self)
            #expect(!text.contains("{{{") && !text.contains("{{&") && !text.contains("{{%"), "\(template)")
        }
    }

    /// A quotation mark is escaped even if a combining mark follows it.
    @Test func textsAreEscapedScalarByScalar() throws {
        var library = Templates.library
        try library.register("{{% CONTENT_TYPE:page}}{{.}}", named: "text")
        let text = library.render("\u{1B}<&>'\"\u{301}", withTemplate: "text")
        #expect(
            text?.unicodeScalars.elementsEqual("\\u{1B}&lt;&amp;&gt;&#39;&quot;\u{301}".unicodeScalars)
                == true)
    }

    private func collect(_ value: Any, into names: inout Set<String>) {
        for child in Mirror(reflecting: value).children {
            if let label = child.label { names.insert(label) }
            collect(child.value, into: &names)
        }
    }
}
