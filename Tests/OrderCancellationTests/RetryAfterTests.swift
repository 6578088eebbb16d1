import Foundation
import Testing

@testable import OrderCancellation

@Suite struct RetryAfterTests {
    private let now = Date(timeIntervalSince1970: 784_111_767)  // 10 s before Sun, 06 Nov 1994 08:49:37 GMT

    @Test(arguments: [
        ("0", Duration.zero), ("7", .seconds(7)), (" 120 ", .seconds(120)), ("86401", .seconds(86_400)),
        ("99999999999999999999", .seconds(86_400)),
        // The three forms of RFC 9110, section 5.6.7, with its own example.
        ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(10)), ("Sunday, 06-Nov-94 08:49:37 GMT", .seconds(10)),
        ("Sun Nov  6 08:49:37 1994", .seconds(10)),
        ("Sun, 06 Nov 1994 08:49:00 GMT", .zero), ("Fri, 31 Dec 9999 23:59:59 GMT", .seconds(86_400)),
    ])
    func reads(_ value: String, _ expected: Duration) {
        #expect(RetryAfter.parse(value, now: now) == expected)
    }

    @Test(arguments: [
        "", " ", "-1", "1.5", "1e3", "+5", "soon", "0x10", "\u{0661}", "Sun, 32 Nov 1994 08:49:37 GMT",
    ])
    func ignoresWhatIsNeither(_ value: String) {
        #expect(RetryAfter.parse(value, now: now) == nil)
    }
}
