// SPDX-License-Identifier: Apache-2.0
#if os(Linux)
import Glibc

/// Looks for copies of secrets in the writable memory of this process, freed blocks included.
///
/// The secrets and the buffers of the search are in one mapping, which the search leaves out. It reads
/// through /proc/self/mem, so that it never dereferences a dangling pointer. It allocates nothing, because an
/// allocation would return the block that was freed last and overwrite the copy to be found.
final class MemorySearch {
    /// Where a copy was found.
    struct Copies: Equatable {
        /// In the heap, in static data, on other threads' stacks.
        var elsewhere = 0
        /// On the stack of the calling thread, above and below the frames in use.
        var onStack = 0
    }

    private let mapping: UnsafeMutableRawBufferPointer
    private let secrets: UnsafeMutableRawBufferPointer
    private let map: UnsafeMutableRawBufferPointer
    private let window: UnsafeMutableRawBufferPointer
    private var secretCount = 0
    private var stack: Range<UInt> = 0..<0
    private let memory: Int32

    private static let megabyte = 1 << 20
    /// Half of a secret. The first half of a small block is overwritten when the block is freed, by the
    /// allocator's links; the second half is not.
    private static let needle = 16

    init() {
        let size = 3 * MemorySearch.megabyte
        let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        precondition(address != MAP_FAILED)
        let mapping = UnsafeMutableRawBufferPointer(start: address, count: size)
        func part(_ i: Int) -> UnsafeMutableRawBufferPointer {
            let start = i * MemorySearch.megabyte
            return .init(rebasing: mapping[start..<start + MemorySearch.megabyte])
        }
        self.mapping = mapping
        (secrets, map, window) = (part(0), part(1), part(2))
        memory = open("/proc/self/mem", O_RDONLY)
        precondition(memory >= 0)
        rehearse()
    }

    /// Searches once for bytes that do not occur. The first run of a piece of code allocates memory, for the
    /// metadata of types and for symbols that are bound late.
    private func rehearse() {
        _ = secret { place in
            var generator = SystemRandomNumberGenerator()
            for i in place.indices { place[i] = generator.next() }
        }
        let copies = copies()
        precondition(copies == Copies())
        secretCount = 0
    }

    deinit {
        munmap(mapping.baseAddress, mapping.count)
        close(memory)
    }

    /// The place for one more secret of 32 bytes, which `fill` writes.
    func secret(_ fill: (UnsafeMutableRawBufferPointer) -> Void) -> UnsafeRawBufferPointer {
        let place = UnsafeMutableRawBufferPointer(
            rebasing: secrets[32 * secretCount..<32 * (secretCount + 1)])
        secretCount += 1
        // Beforehand: to ask for it allocates.
        stack = MemorySearch.stackOfThisThread()
        fill(place)
        return UnsafeRawBufferPointer(place)
    }

    /// The number of copies of halves of secrets in writable memory.
    func copies() -> Copies {
        var copies = Copies()
        forEachWritableRegion { region in
            guard !region.overlaps(mappingRange) else { return }
            // A stack and what is mapped next to it may be listed as one region.
            let middle = region.clamped(to: stack)
            copies.onStack += occurrences(in: middle)
            if middle.isEmpty {
                copies.elsewhere += occurrences(in: region)
            } else {
                copies.elsewhere += occurrences(in: region.lowerBound..<middle.lowerBound)
                copies.elsewhere += occurrences(in: middle.upperBound..<region.upperBound)
            }
        }
        return copies
    }

    private var mappingRange: Range<UInt> {
        let start = UInt(bitPattern: mapping.baseAddress)
        return start..<start + UInt(mapping.count)
    }

    private static func stackOfThisThread() -> Range<UInt> {
        var attributes = pthread_attr_t()
        var address: UnsafeMutableRawPointer?
        var size = 0
        // Of glibc's extensions, Swift does not import this one.
        typealias GetAttributes = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32
        let getAttributes = unsafeBitCast(
            dlsym(UnsafeMutableRawPointer(bitPattern: 0), "pthread_getattr_np"), to: GetAttributes.self)
        precondition(getAttributes(pthread_self(), &attributes) == 0)
        precondition(pthread_attr_getstack(&attributes, &address, &size) == 0)
        pthread_attr_destroy(&attributes)
        let start = UInt(bitPattern: address)
        return start..<start + UInt(size)
    }

    /// Reads the lines "from-to rw.p …" of /proc/self/maps.
    private func forEachWritableRegion(_ body: (Range<UInt>) -> Void) {
        let file = open("/proc/self/maps", O_RDONLY)
        precondition(file >= 0)
        var length = 0
        while length < map.count - 1 {
            let count = read(file, map.baseAddress! + length, map.count - 1 - length)
            if count <= 0 { break }
            length += count
        }
        close(file)
        precondition(length < map.count - 1, "the map of the process is too long")
        map[length] = 0
        var line = map.baseAddress!.assumingMemoryBound(to: CChar.self)
        while line.pointee != 0 {
            var rest: UnsafeMutablePointer<CChar>?
            let from = strtoul(line, &rest, 16)
            let to = strtoul(rest! + 1, &rest, 16)
            if rest![1] == CChar(UInt8(ascii: "r")), rest![2] == CChar(UInt8(ascii: "w")) { body(from..<to) }
            guard let end = strchr(rest!, Int32(UInt8(ascii: "\n"))) else { break }
            line = end + 1
        }
    }

    private func occurrences(in region: Range<UInt>) -> Int {
        var count = 0
        var offset = region.lowerBound
        let overlap = UInt(MemorySearch.needle - 1)
        while offset < region.upperBound {
            let wanted = min(UInt(window.count), region.upperBound - offset)
            let got = pread(memory, window.baseAddress, Int(wanted), off_t(clamping: offset))
            guard got >= MemorySearch.needle else { break }  // unmapped meanwhile by another thread
            for half in 0..<2 * secretCount {
                count += occurrences(of: secrets.baseAddress! + half * MemorySearch.needle, among: got)
            }
            if offset + UInt(got) >= region.upperBound { break }
            offset += UInt(got) - overlap
        }
        return count
    }

    private func occurrences(of needle: UnsafeMutableRawPointer, among length: Int) -> Int {
        var count = 0
        var start = window.baseAddress!
        let end = start + length
        let first = Int32(needle.load(as: UInt8.self))
        while end - start >= MemorySearch.needle,
            let found = memchr(start, first, end - start - (MemorySearch.needle - 1))
        {
            if memcmp(found, needle, MemorySearch.needle) == 0 { count += 1 }
            start = found + 1
        }
        return count
    }
}
#endif
