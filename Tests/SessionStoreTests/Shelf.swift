import Foundation
import SessionStore

/// A directory for one test's databases.
final class Shelf: Sendable {
    let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func path(_ name: String = "party.sqlite") -> String { directory.appending(path: name).path }

    func store(
        _ name: String = "party.sqlite", _ change: (inout SessionStoreOptions) -> Void = { _ in }
    ) throws -> SessionStore {
        var options = SessionStoreOptions()
        options.batchTime = .milliseconds(5)
        options.retryTime = .milliseconds(20)
        change(&options)
        return try SessionStore(path: path(name), options: options)
    }
}
