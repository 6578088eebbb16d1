// SPDX-License-Identifier: Apache-2.0
import Foundation
import SystemPackage
import VectorSuite

/// Finds the vector files of a command.
enum VectorPaths {
    /// The vector files at the paths. Without a path, they are those of the first folder Vectors that has
    /// some: in the working directory or above it, then next to the program or above it, then in the
    /// installation's share/loopsig.
    static func entries(at paths: [String]) throws(CommandFailure) -> [VectorFolder.Entry] {
        let folders = paths.isEmpty ? candidates() : []
        let places = paths.isEmpty ? folders.filter(FileManager.default.fileExists).map { [$0] } : [paths]
        let entries = places.lazy.map(VectorFolder.entries).first { !$0.isEmpty }
        if let entries { return entries }
        guard paths.isEmpty else {
            let places = paths.map { URL(filePath: $0).standardizedFileURL.path(percentEncoded: false) }
            throw .usage("there are no vector files in \(places.joined(separator: ", "))")
        }
        throw .usage(
            "there are no vector files in \(folders.first ?? "Vectors"), nor in another folder Vectors above it or "
                + "above the program; name them with --vectors (conformance) or as arguments (vectors check)")
    }

    /// The files, and the folder of the first one. Throws if a file cannot be used.
    static func files(at paths: [String]) throws(CommandFailure) -> (files: [VectorFile], folder: URL) {
        var files: [VectorFile] = []
        let entries = try entries(at: paths)
        for entry in entries {
            switch entry.content {
            case .success(let file): files.append(file)
            case .failure(let error): throw .refused("\(entry.url.relativePath) \(error)")
            }
        }
        return (files, entries[0].url.deletingLastPathComponent())
    }

    private static func candidates() -> [String] {
        let workingDirectory = FileManager.default.currentDirectoryPath
        let program = Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? workingDirectory
        let folder = FilePath(program).removingLastComponent()
        let folders = [FilePath(workingDirectory), folder].flatMap { start in
            sequence(first: start) { $0.components.isEmpty ? nil : $0.removingLastComponent() }
        }
        let installed = folder.removingLastComponent().appending("share/loopsig")
        return (folders + [installed]).map { $0.appending("Vectors").string }
    }
}
