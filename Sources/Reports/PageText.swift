// SPDX-License-Identifier: Apache-2.0
import Mustache
import StrictJSON

/// Text on a page, which may be foreign. It is shown as ``VisibleText`` shows it, and a template escapes it
/// as HTML.
///
/// Every text of a page's model has this type, so that no foreign text reaches a template in another way.
struct PageText: MustacheCustomRenderable, ExpressibleByStringInterpolation {
    /// The text that a template escapes.
    let renderText: String

    var isNull: Bool { false }

    /// The visible form of `text`, or of its beginning if it is longer than `limit` scalars.
    init(_ text: some StringProtocol, limit: Int = .max) {
        let text = String(text)
        let visible = limit == .max ? VisibleText.visible(text) : VisibleText.excerpt(text, limit: limit)
        renderText = PageText.separated(visible)
    }

    init(stringLiteral text: String) { self.init(text) }

    /// The text with every character of HTML as a `Character` of its own.
    ///
    /// swift-mustache escapes one `Character` after the other, and would overlook a quotation mark that a
    /// combining mark follows, as the two form one `Character`. So everything that joins a character of HTML
    /// is written as `\u{…}`.
    private static func separated(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        return text.reduce(into: "") { separated, character in
            let scalars = character.unicodeScalars
            guard scalars.count > 1, scalars.contains(where: isSpecial) else {
                return separated.append(character)
            }
            for scalar in scalars {
                if isSpecial(scalar) {
                    separated.unicodeScalars.append(scalar)
                } else {
                    separated += VisibleText.escaped(scalar)
                }
            }
        }
    }

    private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "&", "\"", "'": true
        default: false
        }
    }
}
