import EventLoop
import Foundation
import Glibc

/// Pages of the program and its libraries that were read in while starting and are not needed any more: relocation, look-up of conformances,
/// command line and configuration touch most of the program once.
struct StartupPages {
    /// A mapping of /proc/PID/smaps.
    struct Mapping: Equatable {
        var range: Range<UInt>
        /// Read-only, from a file, and without a page that differs from the file: every byte can be had again from the file.
        var isRestorable: Bool
    }

    let mappings: [Mapping]

    init(smaps: String) {
        var found: [Mapping] = []
        for line in smaps.split(separator: "\n") {
            if let mapping = Self.header(line) {
                found.append(mapping)
            } else if let last = found.indices.last, line.hasPrefix("Anonymous:"), !line.hasSuffix(" 0 kB") {
                found[last].isRestorable = false
            }
        }
        mappings = found
    }

    /// Gives this process's own back to the system: 10 to 20 MB of resident memory. Whatever is needed again comes from the page cache.
    static func release() {
        FreeMemory.giveBack()
        // A file of /proc says that it has no bytes, so whoever asks for its size first reads the beginning only.
        guard let file = FileHandle(forReadingAtPath: "/proc/self/smaps") else { return }
        let smaps = String(decoding: file.readDataToEndOfFile(), as: UTF8.self)
        for mapping in StartupPages(smaps: smaps).mappings where mapping.isRestorable {
            madvise(UnsafeMutableRawPointer(bitPattern: mapping.range.lowerBound), mapping.range.count, MADV_DONTNEED)
        }
    }

    /// `55d0c8a00000-55d0c8a21000 r-xp 00000000 fe:00 1234 /usr/bin/program`
    private static func header(_ line: Substring) -> Mapping? {
        let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
        guard fields.count >= 5, !fields[0].hasSuffix(":") else { return nil }
        let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard bounds.count == 2, bounds[0] < bounds[1] else { return nil }
        let path = fields.count == 6 ? fields[5].drop { $0 == " " } : ""
        let isFile = path.hasPrefix("/") && !path.hasSuffix("(deleted)")
        let isReadOnly = fields[1].hasPrefix("r") && !fields[1].contains("w") && fields[1].hasSuffix("p")
        return Mapping(range: bounds[0]..<bounds[1], isRestorable: isFile && isReadOnly)
    }
}
