# SPDX-License-Identifier: Apache-2.0
"""The Python side of the vectors.

    python3 Vectors testee [--bug NAME]…     run the reference as a testee, with the named bugs
    python3 Vectors self-test                compare the reference with the published answers
    python3 Vectors update                   write everything that depends on a vector, a bug or a requirement
    python3 Vectors generate [--check]       write vectors and schemas, or compare them with the files
    python3 Vectors bug-matrix [--list]      run all vectors against all known bugs, or list the bugs
    python3 Vectors bug-matrix --write       the same as bug-matrix, and write bug_signatures.json
    python3 Vectors bug-pairs                write the answers of testees with two known bugs
    python3 Vectors requests                 print all vectors as requests of the protocol, one per line
    python3 Vectors derive-constants …       derive Poseidon's constants from their definition; see --help
    python3 Vectors fuzz-reference …         compare two testees on random requests; see --help
"""

import sys


def main(command=None, *arguments):
    match command:
        case "testee":
            from loopring_vectors.bugs import testee

            return testee.main(arguments)
        case "self-test" if not arguments:
            from loopring_vectors.reference import self_test

            return self_test.main()
        case "generate" if arguments in ((), ("--check",)):
            from loopring_vectors.generator import main

            return main.main(check=bool(arguments))
        case "update" if not arguments:
            from loopring_vectors.generator import main

            return main.update()
        case "bug-matrix" if arguments == ("--list",):
            from loopring_vectors.bugs import catalog

            return catalog.print_list()
        case "bug-matrix" if arguments in ((), ("--write",)):
            from loopring_vectors.bugs import matrix

            return matrix.main(write=bool(arguments))
        case "bug-pairs" if not arguments:
            from loopring_vectors.bugs import pairs

            return pairs.main()
        case "requests" if not arguments:
            from loopring_vectors import vector_tests

            return vector_tests.print_requests()
        case "derive-constants":
            from loopring_vectors import derive_constants

            return derive_constants.main(arguments)
        case "fuzz-reference":
            from loopring_vectors import fuzz_reference

            return fuzz_reference.main(arguments)
    print(__doc__)
    return 0 if command in ("--help", "-h") else 64


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
