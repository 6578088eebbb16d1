// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Whether the system has a device that is always full, as Linux does and macOS does not.
public let hasFullDevice = FileManager.default.fileExists(atPath: "/dev/full")

/// Whether the system lists processes in /proc, as Linux does and macOS does not. Linux has the command
/// setsid as well.
public let hasProcessFiles = FileManager.default.fileExists(atPath: "/proc/self/stat")
