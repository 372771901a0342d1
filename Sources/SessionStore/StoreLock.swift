import Foundation
import Glibc

/// One server a database. The kernel gives the lock back when its holder dies.
final class StoreLock: Sendable {
    private let descriptor: Int32

    init(_ database: String) throws(SessionStoreError) {
        let path = database + ".lock"
        descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: database, reason: "beside it \(path) cannot be written")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(descriptor)
            throw .inUse(path: database)
        }
    }

    /// The database is closed, though somebody may still hold the store.
    func release() { flock(descriptor, LOCK_UN) }

    deinit { Glibc.close(descriptor) }
}
