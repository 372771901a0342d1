import Foundation
import GRDB

/// Opens the database file.
enum StoreDatabase {
    /// For the server: made when there is none, brought up to date when it is old.
    static func open(_ path: String, _ options: SessionStoreOptions) throws(SessionStoreError) -> DatabasePool {
        var configuration = configuration(busy: options.lockTime)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { [limit = options.fileLimit] db in
            try db.execute(sql: "PRAGMA cache_size = -32000")
            guard !db.configuration.readonly else { return }
            // Before the first table, or it has no effect: lets the file shrink when rows go.
            try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            // Pages that every batch changes, such as the ends of indexes, go into the file once for many batches; each time costs two waits for the disk.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            if let limit { try db.execute(sql: "PRAGMA max_page_count = \(max(1, limit / 4096))") }
        }
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.write { db in try prepare(db, path) }
            try StoreSchema.migrator.migrate(pool)
            return pool
        } catch {
            throw explain(error, path)
        }
    }

    /// For `audit`, beside a running server or without one.
    static func openToRead(_ path: String) throws(SessionStoreError) -> DatabaseQueue {
        var configuration = configuration(busy: .seconds(10))
        configuration.readonly = true
        configuration.prepareDatabase { db in
            // A room's rows lie far apart in a large database; the kernel's pages spare a read for each.
            try db.execute(sql: "PRAGMA mmap_size = 8589934592")
        }
        return try openQueue(path, configuration)
    }

    /// For what only wants pages to be in the kernel's memory. It reads single pages: what is mapped is read in pieces of many, nearly all of them for nothing.
    static func openToTouch(_ path: String) throws -> DatabaseQueue {
        var configuration = configuration(busy: .zero)
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// For `audit erase`, beside a running server or without one.
    static func openToErase(_ path: String) throws(SessionStoreError) -> DatabaseQueue {
        var configuration = configuration(busy: .seconds(30))
        configuration.prepareDatabase { db in
            // What is erased is overwritten, not only unlinked.
            try db.execute(sql: "PRAGMA secure_delete = ON")
        }
        return try openQueue(path, configuration)
    }

    private static func openQueue(
        _ path: String, _ configuration: GRDB.Configuration
    ) throws(SessionStoreError) -> DatabaseQueue {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { db in try check(db, path, isNew: false) }
            return queue
        } catch {
            throw explain(error, path)
        }
    }

    private static func configuration(busy: Duration) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(busy.milliseconds / 1000)
        return configuration
    }

    private static func prepare(_ db: Database, _ path: String) throws {
        try check(db, path, isNew: true)
        try db.execute(sql: "PRAGMA application_id = \(StoreSchema.applicationID)")
    }

    /// - Parameter isNew: it may be empty, and is brought up to date afterwards.
    private static func check(_ db: Database, _ path: String, isNew: Bool) throws {
        let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
        if isEmpty, isNew { return }
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == StoreSchema.applicationID else {
            throw SessionStoreError.notADatabase(path: path)
        }
        guard try !StoreSchema.migrator.hasBeenSuperseded(db) else { throw SessionStoreError.newer(path: path) }
        guard try isNew || StoreSchema.migrator.hasCompletedMigrations(db) else {
            throw SessionStoreError.older(path: path)
        }
    }

    static func explain(_ error: any Error, _ path: String) -> SessionStoreError {
        if let error = error as? SessionStoreError { return error }
        guard let error = error as? DatabaseError else { return .failed("\(error)") }
        return switch error.resultCode {
        case .SQLITE_NOTADB: .notADatabase(path: path)
        case .SQLITE_CANTOPEN: .cannotOpen(path: path, reason: "the file or its directory may not be written")
        default: .cannotOpen(path: path, reason: reason(error))
        }
    }

    /// Why a write or a read failed, in words.
    static func reason(_ error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "\(error)" }
        return switch error.resultCode {
        case .SQLITE_FULL: "the disk is full"
        case .SQLITE_BUSY, .SQLITE_LOCKED: "another program holds the database"
        case .SQLITE_READONLY: "the database may not be written"
        case .SQLITE_IOERR: "the disk does not read or write"
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: "the database is damaged"
        default: error.message ?? "error \(error.resultCode.rawValue)"
        }
    }
}
