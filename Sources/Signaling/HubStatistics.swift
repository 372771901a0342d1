/// Counts of signaling, for `/metrics`.
package struct HubStatistics: Sendable, Equatable {
    /// Now.
    package var rooms = 0
    package var members = 0
    package var viewers = 0
    /// Since the start.
    package var joins = 0
    /// WHIP and WHEP sessions, now.
    package var resources = 0

    init(rooms: Int, joins: Int, resources: Int) {
        self.rooms = rooms
        self.joins = joins
        self.resources = resources
    }
}
