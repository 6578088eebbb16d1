// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import Testing
import VectorTestSupport
import VectorSuite

/// The reader of vector files is strict: a missing or unknown member, an unused note and a wrong count are
/// errors.
@Suite struct VectorFileDecodingTests {
    private func error(_ json: JSON) -> VectorFileError? {
        do {
            _ = try VectorFile(name: "sample.json", ObjectReader(json, at: "file"))
            return nil
        } catch {
            return error
        }
    }

    private func error(_ change: (inout JSON.Object) -> Void) -> VectorFileError? {
        error(Sample.file([Sample.test(1, change)]))
    }

    @Test("A well-formed file is read") func soundFile() throws {
        let json = Sample.file([Sample.test(1), Sample.test(2)])
        let file = try VectorFile(name: "sample.json", ObjectReader(json, at: "file"))
        #expect(file.tests.map(\.tcId) == [1, 2])
        #expect(file.tests[0].expectation == .valid)
        #expect(file.tests[0].members["value"] == .text(Sample.three))
        #expect(file.notes["Sum"]?.bugType == "BASIC")
    }

    @Test("A missing or wrong member of the file is an error that names it") func wholeFile() {
        let test = Sample.test(1)
        #expect(error(.array([])) == .malformed("file: it is not an object"))
        #expect(
            error(Sample.file([test], count: 2))
                == .malformed("numberOfTests is 2, but there are 1 tests"))
        #expect(error(Sample.file([test, test])) == .malformed("two tests have the tcId 1"))
        #expect(
            error(Sample.file([test], notes: [:]))
                == .malformed(#"test 1: no note describes the flag "Sum""#))
        #expect(
            error(Sample.file([test], notes: ["Sum": Sample.note, "Other": Sample.note]))
                == .malformed(#"no test has the flag "Other", which a note describes"#))
        #expect(
            error(Sample.file([test]) { $0["numberOfTests"] = .text("1") })
                == .malformed("file: numberOfTests is not an integer"))
        #expect(
            error(Sample.file([test]) { $0["numberOfTests"] = .boolean(true) })
                == .malformed("file: numberOfTests is not an integer"))
        #expect(
            error(Sample.file([test], type: "Nonsense")) == .invalid("type", at: "group 1", value: "Nonsense")
        )
        #expect(
            error(Sample.file([test], type: "PoseidonHash"))
                == .invalid("op", at: "test 1", value: "field.add"))
        for name in ["algorithm", "schema", "header", "numberOfTests", "notes", "testGroups"] {
            #expect(error(Sample.file([test]) { $0[name] = nil }) == .missing(name, at: "file"))
        }
        #expect(
            error(Sample.file([test]) { $0["generatorVersion"] = .text("1") })
                == .unknownMember("generatorVersion", at: "file"))
    }

    @Test("A note without one of its members is an error") func notes() throws {
        for name in ["bugType", "description", "effect", "links"] {
            let spoiled = try JSON.parsed(
                Sample.note.description.replacing("\"\(name)\"", with: "\"x\(name)\""))
            #expect(
                error(Sample.file([Sample.test(1)], notes: ["Sum": spoiled]))
                    == .missing(name, at: "note Sum"))
        }
    }

    @Test("A missing, unknown or wrong member of a test is an error that names the test") func oneTest() {
        #expect(error { $0["tcId"] = nil } == .missing("tcId", at: "test 1 of group 1"))
        #expect(
            error { $0["tcId"] = .text("1") }
                == .malformed("test 1 of group 1: tcId is not an integer"))
        #expect(error { $0["flags"] = .array([]) } == .missing("a flag", at: "test 1"))
        #expect(
            error { $0["flags"] = .array([.text("Sum"), .text("Sum")]) }
                == .invalid("flags", at: "test 1", value: "Sum, Sum"))
        #expect(error { $0["op"] = nil } == .missing("op", at: "test 1"))
        #expect(error { $0["op"] = .text("field.cube") } == .invalid("op", at: "test 1", value: "field.cube"))
        #expect(error { $0["c"] = .text("") } == .unknownMember("c", at: "test 1"))
        #expect(error { $0["b"] = nil } == .missing("b", at: "test 1"))
        #expect(error { $0["value"] = nil } == .missing("value", at: "test 1"))
        #expect(error { $0["result"] = nil } == .missing("result", at: "test 1"))
        #expect(
            error { $0["result"] = .text("acceptable") }
                == .invalid("result", at: "test 1", value: "acceptable"))
        #expect(error { $0["result"] = .text("invalid") } == .missing("error", at: "test 1"))
        #expect(error { $0["error"] = .text("not-a-square") } == .unknownMember("error", at: "test 1"))
        #expect(error { $0["profiles"] = .object([:]) } == .unknownMember("profiles", at: "test 1"))
        let rejection: (inout JSON.Object) -> Void = {
            $0["result"] = .text("invalid")
            $0["value"] = nil
            $0["error"] = .text("no-such-code")
        }
        #expect(error(rejection) == .invalid("error", at: "test 1", value: "no-such-code"))
    }

    @Test("A test that expects a rejection has no output") func outputOfARejection() {
        let rejection: (inout JSON.Object) -> Void = {
            $0["result"] = .text("invalid")
            $0["error"] = .text("integer-malformed")
        }
        #expect(
            error(rejection)
                == .malformed("test 1: value is present, but the test expects a rejection"))
    }

    @Test("A test states a verdict for both profiles, and the verdicts differ") func profiles() {
        func error(_ profiles: JSON, _ op: String = "eddsa.verify") -> VectorFileError? {
            let test = JSON.object([
                "tcId": .integer(1), "comment": .text(""), "flags": .array([.text("Sum")]), "op": .text(op),
                "publicKey": .object([:]), "message": .text(""), "signature": .text(""), "profiles": profiles,
            ])
            return self.error(Sample.file([test], type: "EddsaVerify"))
        }
        let valid = JSON.text("valid")
        let invalid = JSON.text("invalid")
        #expect(error(.object(["relayer": valid, "strict": invalid])) == nil)
        #expect(error(.object(["relayer": valid])) == .missing("strict", at: "test 1, profiles"))
        #expect(
            error(.object(["relayer": valid, "strict": .text("no")]))
                == .invalid("strict", at: "test 1, profiles", value: "no"))
        #expect(
            error(.object(["relayer": valid, "strict": invalid, "x": valid]))
                == .unknownMember("x", at: "test 1, profiles"))
        #expect(
            error(.object(["relayer": valid, "strict": valid]))
                == .malformed("test 1: profiles that give the same verdict must be written as result"))
    }

    @Test("Every error names the member, flag or number that is wrong") func everyErrorSaysWhatItIsAbout() {
        let errors: [VectorFileError] = [
            .unreadable("x"), .malformed("x"), .missing("x", at: "y"), .unknownMember("x", at: "y"),
            .invalid("x", at: "y", value: "z"),
        ]
        for error in errors { #expect(error.description.contains("x")) }
    }
}
