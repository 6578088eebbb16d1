import VectorSuite

/// Finds the vectors that a command is about.
enum VectorPaths {
    /// Vector files at the paths, or in the folder Vectors where none is given.
    static func entries(at paths: [String]) throws(Failure) -> [VectorFolder.Entry] {
        let entries = VectorFolder.entries(at: paths.isEmpty ? ["Vectors"] : paths)
        guard !entries.isEmpty else {
            throw .usage("there are no vector files in \(paths.joined(separator: ", "))")
        }
        return entries
    }

    /// The files themselves; one that cannot be used ends the program.
    static func files(at paths: [String]) throws(Failure) -> [VectorFile] {
        var files: [VectorFile] = []
        for entry in try entries(at: paths) {
            switch entry.content {
            case .success(let file): files.append(file)
            case .failure(let error): throw .refused("\(entry.url.relativePath) \(error)")
            }
        }
        return files
    }
}
