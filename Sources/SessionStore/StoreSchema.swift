import Foundation
import GRDB

/// The database's tables, and how those of former versions become these.
enum StoreSchema {
    /// "Tope", so that a database of another program is not taken for ours.
    static let applicationID: Int32 = 0x546F_7065

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1", migrate: makeTables)
        migrator.registerMigration("2") { db in
            try db.execute(sql: "ALTER TABLE sample ADD COLUMN relay_bytes INTEGER")
            try db.execute(sql: "ALTER TABLE sample ADD COLUMN sync_error_p95 INTEGER")
        }
        migrator.registerMigration("3") { db in try db.execute(sql: oneIndexForMembers) }
        return migrator
    }

    private static func makeTables(_ db: Database) throws {
        for sql in [identity, chain, parties, samples, restart] { try db.execute(sql: sql) }
        try db.execute(
            sql: "INSERT INTO head (id, store, seq, hash, sample, sample_hash) VALUES (1, ?, 0, ?, 0, ?)",
            arguments: [UUID().uuidString, Data(count: 32), Data(count: 32)])
    }

    /// `head` is the end of both chains, signed. `anchor` is what came before their first rows, when retention took some.
    private static let identity = """
        CREATE TABLE head (
          id INTEGER PRIMARY KEY CHECK (id = 1), store TEXT NOT NULL,
          seq INTEGER NOT NULL, hash BLOB NOT NULL, sample INTEGER NOT NULL, sample_hash BLOB NOT NULL,
          public_key BLOB, signature BLOB, alive INTEGER
        ) STRICT;
        CREATE TABLE anchor (
          chain TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL
        ) STRICT;
        """

    /// Rows are only appended; retention takes whole beginnings, erasure empties `personal`. A timeline of a room reads `event_room` alone to find its rows.
    private static let chain = """
        CREATE TABLE event (
          seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL,
          room TEXT, session TEXT, member TEXT, film INTEGER,
          detail TEXT NOT NULL, personal TEXT, personal_hash BLOB, hash BLOB NOT NULL
        ) STRICT;
        CREATE INDEX event_at ON event (at);
        CREATE INDEX event_room ON event (room, at) WHERE room IS NOT NULL;
        CREATE INDEX event_session ON event (session) WHERE session IS NOT NULL;
        CREATE INDEX event_member ON event (member) WHERE member IS NOT NULL;
        """

    /// Each index of events costs a tenth of what the store can take: a member is looked for in its sessions, so two are one.
    private static let oneIndexForMembers = """
        DROP INDEX event_session;
        DROP INDEX event_member;
        CREATE INDEX event_session ON event (session, member) WHERE session IS NOT NULL;
        """

    /// What the events say, for quick answers. A member's name is in the event that `named` points to. `salt` keys the hashes of the member's personal parts; it
    /// goes with them.
    private static let parties = """
        CREATE TABLE session (
          id TEXT PRIMARY KEY, room TEXT NOT NULL, opened INTEGER NOT NULL, opened_at INTEGER NOT NULL,
          closed INTEGER, closed_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX session_room ON session (room, opened_at);
        CREATE INDEX session_time ON session (opened_at);
        CREATE INDEX session_open ON session (id) WHERE closed IS NULL;
        CREATE TABLE member (
          session TEXT NOT NULL, id TEXT NOT NULL, joined INTEGER, joined_at INTEGER, named INTEGER,
          left INTEGER, left_at INTEGER, salt BLOB,
          PRIMARY KEY (session, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX member_id ON member (id);
        """

    private static let samples = """
        CREATE TABLE sample (
          seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, room TEXT NOT NULL, session TEXT NOT NULL, member TEXT NOT NULL,
          bytes_in INTEGER NOT NULL, bytes_out INTEGER NOT NULL, loss INTEGER, round_trip INTEGER,
          freezes INTEGER NOT NULL, sync_error INTEGER, path TEXT, hash BLOB NOT NULL
        ) STRICT;
        CREATE INDEX sample_session ON sample (session, member);
        """

    private static let restart = """
        CREATE TABLE room (id TEXT PRIMARY KEY, saved_at INTEGER NOT NULL, json BLOB NOT NULL) STRICT;
        CREATE TABLE invitation (
          id TEXT PRIMARY KEY, used INTEGER NOT NULL, withdrawn INTEGER NOT NULL, expires INTEGER NOT NULL
        ) STRICT;
        """
}
