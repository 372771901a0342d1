import SessionStore

/// The answer of `/status` to whoever has the operator's token.
package struct StatusReport: Encodable, Sendable {
    /// The memory of parties.
    package struct Store: Encodable, Sendable {
        var written: UInt64
        var waiting: Int
        /// Entries that were lost.
        var dropped: UInt64
        /// Bytes.
        var size: Int
        /// Why nothing can be written now; absent when all is well.
        var alarm: String?

        init(_ statistics: StoreStatistics) {
            written = statistics.written
            waiting = statistics.waiting
            dropped = statistics.dropped
            size = statistics.size
            alarm = statistics.alarm
        }
    }

    package var server: ServerStatus
    package var rooms: [RoomOverview]
    /// Absent when nothing is kept.
    package var store: Store?
}
