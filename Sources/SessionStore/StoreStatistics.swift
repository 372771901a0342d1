/// What the store does, for `/metrics`.
package struct StoreStatistics: Sendable, Equatable {
    /// Events and samples since the start: on disk, waiting, and lost.
    package var written: UInt64 = 0
    package var waiting = 0
    package var dropped: UInt64 = 0
    /// Writes that failed since the start.
    package var failures: UInt64 = 0
    /// Why nothing can be written now; `nil` when all is well.
    package var alarm: String?
    /// Bytes of the database, as last measured.
    package var size = 0

    package init() {}
}
