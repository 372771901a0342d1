/// What the store found when the server started.
package struct StoreStart: Sendable, Equatable {
    /// When the server before this one was last known alive, if it did not end in order; milliseconds since 1970.
    package var crashed: Double?
    /// Sessions it left open that nobody continues.
    package var closed: [String] = []
    /// Sessions it left open that go on, by room.
    package var continued: [String: String] = [:]
}
