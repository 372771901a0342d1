import Foundation

/// What tells one version of a file from the next.
struct TLSFileStamp: Sendable, Equatable {
    private let modified: Date?
    private let size: UInt64?
    private let number: UInt64?

    init(_ path: String) {
        // Of the file itself: tools that renew certificates exchange symbolic links.
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        modified = attributes?[.modificationDate] as? Date
        size = (attributes?[.size] as? NSNumber)?.uint64Value
        number = (attributes?[.systemFileNumber] as? NSNumber)?.uint64Value
    }
}
