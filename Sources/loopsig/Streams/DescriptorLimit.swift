// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The number of files and connections that this process may have open.
enum DescriptorLimit {
    /// Raises the soft limit, which is 256 or 1024 on most systems, towards the hard one. The sandbox takes
    /// no more connections at a time than fit.
    static func raise() {
        #if canImport(Darwin)
        let (resource, most) = (RLIMIT_NOFILE, rlim_t(OPEN_MAX))
        #elseif canImport(Glibc)
        // The number of ports.
        let (resource, most) = (__rlimit_resource_t(RLIMIT_NOFILE.rawValue), rlim_t(65_536))
        #else
        let (resource, most) = (RLIMIT_NOFILE, rlim_t(65_536))
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        let raised = min(limit.rlim_max, most)
        guard limit.rlim_cur < raised else { return }
        limit.rlim_cur = raised
        // If it fails, the sandbox takes fewer connections at a time.
        _ = setrlimit(resource, &limit)
    }
}
