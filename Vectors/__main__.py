# SPDX-License-Identifier: Apache-2.0
"""The Python side of the vectors.

    python3 Vectors testee [--bug NAME]…     the reference as a testee; with known bugs where they are named
    python3 Vectors self-test                the reference against the published answers
    python3 Vectors update                   everything that a changed vector, bug or requirement needs
    python3 Vectors generate [--check]       write the vector files and schemas, or compare them with what is there
    python3 Vectors bug-matrix [--list]      every known bug against every vector, or the bugs and the programs that have them
    python3 Vectors bug-pairs                write what testees with two known bugs answer
    python3 Vectors requests                 all vectors as requests of the testee protocol, one a line
    python3 Vectors derive-constants …       Poseidon's constants from their definition; --help says more
    python3 Vectors fuzz-reference …         two testees on random requests; --help says more
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
            from loopring_vectors.bugs import catalogue

            return catalogue.print_list()
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
