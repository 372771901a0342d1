import Foundation
import SessionStore

/// A memory of parties in a directory that goes afterwards.
enum TestStore {
    static func with(_ body: (SessionStore) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try SessionStore(path: directory.appending(path: "party.sqlite").path)
        do { try await body(store) } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}
