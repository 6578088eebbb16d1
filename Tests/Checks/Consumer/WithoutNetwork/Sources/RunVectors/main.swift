// SPDX-License-Identifier: Apache-2.0
import Foundation
import VectorSuite

for path in CommandLine.arguments.dropFirst() {
    let file = try VectorFile(contentsOf: URL(filePath: path))
    let failures = await VectorCheck.failures(in: file)
    print(file.name, file.tests.count, failures.count)
    for failure in failures { print(failure) }
}
