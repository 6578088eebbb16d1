import Testing

/// The markup of a page.
enum Page {
    /// Nothing is loaded from elsewhere or runs, every element is closed, and links lead to places on the page.
    static func expectSelfContained(_ page: String, _ name: String) {
        var open: [String] = []
        for element in elements(of: page) {
            #expect(
                !["script", "iframe", "img", "link", "object", "form", "base"].contains(element.name),
                "\(name)")
            #expect(
                element.attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "src" && $0 != "style" },
                "\(name)")
            if element.isEnd {
                #expect(open.popLast() == element.name, "\(name)")
            } else if !element.isEmpty, !["meta", "br"].contains(element.name) {
                open.append(element.name)
            }
        }
        #expect(open.isEmpty, "\(name): \(open)")
        #expect(!page.contains("url("), "\(name)")
        #expect(!page.contains("@import"), "\(name)")
        #expect(page.contains("default-src 'none'"), "\(name)")
        // Links lead to places on the page.
        for link in page.matches(of: /href="([^"]*)"/) {
            #expect(
                link.output.1.hasPrefix("#") && page.contains("id=\"\(link.output.1.dropFirst())\""),
                "\(name)")
        }
    }

    struct Element {
        let name: String
        let isEnd: Bool
        let isEmpty: Bool
        let attributes: [Substring]
    }

    /// Everything between "<" and ">", in order. Escaped text has none of these.
    static func elements(of page: String) -> [Element] {
        page.matches(of: /<(\/?)([a-z0-9]+)([^<>]*)>/).map { match in
            Element(
                name: String(match.output.2), isEnd: match.output.1 == "/",
                isEmpty: match.output.3.hasSuffix("/"),
                attributes: match.output.3.matches(of: /([a-z-]+)=/).map(\.output.1))
        }
    }
}
