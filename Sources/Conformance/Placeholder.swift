/// Another program against the vectors.
enum Conformance {}
