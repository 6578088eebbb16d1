// SPDX-License-Identifier: Apache-2.0
import Mustache
import RequestSigning
import SignatureDiagnosis
import Testing

@testable import Reports

/// Templates and models fit together. (A template shows nothing for a name that no model has, without an
/// error.)
@Suite struct TemplateTests {
    @Test func everyNameInATemplateIsAPropertyOfAModel() async throws {
        var names: Set<String> = []
        for page in try await SamplePages.all() { collect(page, into: &names) }
        for (template, text) in Templates.sources {
            let tags = String(decoding: text, as: UTF8.self).matches(of: /\{\{[#^]?([a-zA-Z.]+)\}\}/)
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
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(template)")
        }
    }

    /// A `String` would be shown as it is; only `PageText` makes control characters visible.
    @Test func everyTextOfAModelIsPageText() async throws {
        for page in try await SamplePages.all() { expectNoStrings(in: page, at: "\(type(of: page))") }
    }

    private func collect(_ value: Any, into names: inout Set<String>) {
        for child in Mirror(reflecting: value).children {
            if let label = child.label { names.insert(label) }
            if !(value is PageText) { collect(child.value, into: &names) }
        }
    }

    private func expectNoStrings(in value: Any, at path: String) {
        if value is PageText { return }
        #expect(!(value is any StringProtocol), "\(path)")
        for child in Mirror(reflecting: value).children {
            expectNoStrings(in: child.value, at: "\(path).\(child.label ?? "")")
        }
    }
}
