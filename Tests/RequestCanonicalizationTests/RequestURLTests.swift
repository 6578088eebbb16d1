// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import RequestCanonicalization

@Suite struct RequestURLTests {
    @Test func keepsTheURLAsGiven() throws {
        let url = try RequestURL("HTTPS://Api3.Loopring.IO:8443/api/v3/order/%7e;a=1,b@c:d!$&'()*+")
        #expect(url.text == "HTTPS://Api3.Loopring.IO:8443/api/v3/order/%7e;a=1,b@c:d!$&'()*+")
        #expect(url.scheme == "https")
        #expect(url.host == "Api3.Loopring.IO")
        #expect(url.port == 8443)
        #expect(url.path == "/api/v3/order/%7e;a=1,b@c:d!$&'()*+")
    }

    @Test(arguments: [
        ("http://localhost", "localhost", nil, ""), ("http://127.0.0.1:1", "127.0.0.1", 1, ""),
        ("http://[::1]:65535/", "[::1]", 65535, "/"),
        ("http://[::ffff:1.2.3.4]//x", "[::ffff:1.2.3.4]", nil, "//x"), ("http://[::]", "[::]", nil, ""),
        ("http://[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7::]", nil, ""),
        ("http://[1:2:3:4:5:6:0.255.0.1]", "[1:2:3:4:5:6:0.255.0.1]", nil, ""),
        ("https://a_b~c-d", "a_b~c-d", nil, ""),
    ])
    func splitsHostPortAndPath(_ text: String, _ host: String, _ port: Int?, _ path: String) throws {
        let url = try RequestURL(text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.path == path)
    }

    @Test(
        arguments: [
            ("", .schemeMissing), ("api3.loopring.io/api", .schemeMissing),
            ("//api3.loopring.io", .schemeMissing),
            ("://api3.loopring.io", .schemeMissing), ("https:/api3.loopring.io", .schemeMissing),
            ("localhost:8080", .schemeMissing), ("ftp://h", .schemeUnsupported("ftp")),
            ("httpss://h", .schemeUnsupported("httpss")), ("https://", .hostMissing),
            ("https:///api", .hostMissing),
            ("https://:80", .hostMissing), ("https://user@h", .userInfo), ("https://user:pw@h/p", .userInfo),
            ("https://@h", .userInfo), ("https://h?a=1", .query), ("https://h/p?", .query),
            ("https://h#", .fragment),
            ("https://h/p#f?q", .fragment), ("https://h:", .portInvalid), ("https://h:0", .portInvalid),
            ("https://h:65536", .portInvalid), ("https://h:08a", .portInvalid),
            ("https://h:+80", .portInvalid),
            ("https://h:000080", .portInvalid), ("https://h:80:80", .portInvalid),
            ("https://[::1]80", .portInvalid),
            ("https://[::1", .hostInvalid), ("https://[1]", .hostInvalid), ("https://[::g]", .hostInvalid),
            ("https://[1:2]", .hostInvalid), ("https://[1::2::3]", .hostInvalid),
            ("https://[12345::]", .hostInvalid), ("https://[1:2:3:4:5:6:7:8:9]", .hostInvalid),
            ("https://[1:2:3:4:5:6:7:8::]", .hostInvalid), ("https://[:::]", .hostInvalid),
            ("https://[::ffff:1.2.3.256]", .hostInvalid), ("https://[::1.02.3.4]", .hostInvalid),
            ("https://[::1.2.3.+4]", .hostInvalid), ("https://[::1.2.3.]", .hostInvalid),
            ("https://[::1.2.3.4.5]", .hostInvalid), ("https://[1.2.3.4::]", .hostInvalid),
            ("https://[::1.2.3]", .hostInvalid),
            ("https://h:99999999999999999999999999", .portInvalid),
            ("https://[::1.2.3.99999999999999999999]", .hostInvalid),
            ("https://h:080", .portInvalid), ("https://[]", .hostInvalid), ("https://h%41", .hostInvalid),
            ("https://h!", .hostInvalid),
            ("https://h[/", .hostInvalid), ("https://h/%", .percentEncodingMalformed),
            ("https://h/%4", .percentEncodingMalformed), ("https://h/%zz", .percentEncodingMalformed),
            ("https://h/%\u{FF11}\u{FF11}", .percentEncodingMalformed), ("https://h/ ", .character(" ")),
            (" https://h", .character(" ")), ("https://h/\n", .character("\n")),
            ("https://h/a\r\nb", .character("\r")),
            ("https://h/\0", .character("\0")), ("https://h/\u{7F}", .character("\u{7F}")),
            ("https://h/\u{E9}", .character("\u{E9}")), ("https://h/e\u{301}", .character("\u{301}")),
            ("https://h\\@evil", .character("\\")), ("https://h/<", .character("<")),
            ("https://h/\"", .character("\"")),
            ("https://h/^", .character("^")), ("https://h/`", .character("`")),
            ("https://h/{", .character("{")),
            ("https://h/|", .character("|")), ("https://h/[", .character("[")),
            ("https://h/a]", .character("]")),
            ("https\u{FF1A}//h", .character("\u{FF1A}")),
        ] as [(String, RequestCanonicalizationError.URLProblem)])
    func refuses(_ text: String, _ problem: RequestCanonicalizationError.URLProblem) {
        #expect(throws: RequestCanonicalizationError.urlInvalid(problem)) { try RequestURL(text) }
    }

    @Test func refusesAPathThatWouldRunIntoTheHost() throws {
        for path in ["api/v3/order", ".evil.example/api", ":80/api", "@evil.example/"] {
            #expect(throws: RequestCanonicalizationError.urlInvalid(.pathNotAbsolute)) {
                try RequestURL("https://api3.loopring.io", path: path)
            }
        }
        #expect(throws: RequestCanonicalizationError.urlInvalid(.schemeMissing)) {
            try RequestURL("", path: "/api")
        }
        #expect(throws: RequestCanonicalizationError.urlInvalid(.query)) {
            try RequestURL("https://h", path: "/api?accountId=1")
        }
        #expect(throws: RequestCanonicalizationError.urlInvalid(.percentEncodingMalformed)) {
            try RequestURL("https://h/%4", path: "/1")
        }
        #expect(try RequestURL("https://h", path: "").text == "https://h")
    }

    @Test func everyErrorIsOneLine() {
        let errors: [RequestCanonicalizationError] = [
            .methodUnsupported("a\nb"), .urlInvalid(.character("\n")),
            .parameterInvalid(.repeatedKey("a\r\nb")),
            .urlInvalid(.schemeUnsupported("\u{1B}[31m")),
        ]
        for error in errors {
            let lines = "\(error)".unicodeScalars.filter { $0.value < 0x20 }
            #expect(lines.isEmpty, "\(error)")
        }
    }
}
