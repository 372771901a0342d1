import GRDB

/// A database as its operator reads it, beside a running server or without one.
package struct AuditFile: Sendable {
    package let path: String
    private let queue: DatabaseQueue

    package init(path: String) throws(SessionStoreError) {
        self.path = path
        queue = try StoreDatabase.openToRead(path)
    }

    package func read<Answer>(_ body: (AuditReader) throws -> Answer) throws -> Answer {
        do {
            return try queue.read { db in try body(AuditReader(db, readAhead: RowReadAhead(path: path))) }
        } catch let error as DatabaseError {
            throw SessionStoreError.failed(StoreDatabase.reason(error))
        }
    }

    /// Checks everything that is chained.
    /// - Parameters:
    ///   - key: without it the head's signature is not looked at.
    ///   - noted: a head that was noted before; it has to be in the chain still.
    ///   - report: told how far it is, several times a second in a long history.
    package func verify(
        key: AuditKey?, noted: AuditVerdict.Mark? = nil, report: @escaping (AuditProgress) -> Void = { _ in }
    ) throws -> AuditVerdict {
        do {
            return try queue.read { db in
                var verifier = AuditVerifier(db, key: key, noted: noted, report: report)
                return try verifier.run()
            }
        } catch let error as DatabaseError {
            throw SessionStoreError.failed(StoreDatabase.reason(error))
        }
    }
}

extension SessionStore {
    /// Answers a question about the past while parties go on.
    package func audit<Answer: Sendable>(
        _ body: @escaping @Sendable (AuditReader) throws -> Answer
    ) async throws -> Answer {
        await flush()
        return try await pool.read { db in try body(AuditReader(db)) }
    }
}
