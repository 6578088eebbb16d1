// SPDX-License-Identifier: Apache-2.0

/// Checks of the markup of a page.
package enum HTMLPage {
    /// The reasons why the page is not self-contained and well-formed: elements and attributes that run code
    /// or load something from elsewhere, elements that are not closed, links that do not lead to a place on
    /// the page.
    package static func problems(in page: String) -> [String] {
        var problems: [String] = []
        var open: [String] = []
        for element in elements(of: page) {
            if ["script", "iframe", "img", "link", "object", "form", "base"].contains(element.name) {
                problems.append("element \(element.name)")
            }
            for attribute in element.attributes
            where attribute.hasPrefix("on") || ["src", "style", "="].contains(attribute) {
                problems.append("attribute \(attribute)")
            }
            if element.isEnd {
                if open.popLast() != element.name { problems.append("end of \(element.name)") }
            } else if !element.isEmpty, !["meta", "br"].contains(element.name) {
                open.append(element.name)
            }
        }
        if !open.isEmpty { problems.append("open elements: \(open)") }
        problems += ["url(", "@import"].filter { page.contains($0) }
        if !page.contains("default-src 'none'") { problems.append("no content security policy") }
        if !page.hasPrefix("<!doctype html>") { problems.append("no document type") }
        for link in page.matches(of: /href="([^"]*)"/) {
            let target = link.output.1
            if !target.hasPrefix("#") || !page.contains("id=\"\(target.dropFirst())\"") {
                problems.append("link to \(target)")
            }
        }
        return problems
    }

    /// A tag.
    package struct Element {
        package let name: String
        let isEnd: Bool
        let isEmpty: Bool
        package let attributes: [Substring]
    }

    /// The tags, in order: everything between "<" and ">". Escaped text contains neither character.
    package static func elements(of page: String) -> [Element] {
        page.matches(of: /<(\/?)([a-z0-9]+)([^<>]*)>/).map { match in
            Element(
                name: String(match.output.2), isEnd: match.output.1 == "/",
                isEmpty: match.output.3.hasSuffix("/"),
                attributes: attributes(of: match.output.3))
        }
    }

    /// The names of attributes with quoted values, and "=" if a value is not quoted.
    private static func attributes(of tag: Substring) -> [Substring] {
        let quoted = /([a-z-]+)="[^"]*"/
        return tag.matches(of: quoted).map(\.output.1)
            + (tag.replacing(quoted, with: "").contains("=") ? ["="] : [])
    }

    /// The control and format characters of the page, which can hide or reorder the text around them.
    package static func hiddenCharacters(in page: String) -> [Unicode.Scalar] {
        page.unicodeScalars.filter {
            $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
        }
    }
}
