import PartyProtocol

/// Where the film is: a place at a time of the server, and how it goes on from there. "Now" is computed, never stored.
package struct PlaybackTimeline: Sendable, Equatable, Codable {
    package internal(set) var film: Film?
    /// Counts films.
    package internal(set) var revision = 0
    /// Milliseconds of the server's clock at which `position` holds; ahead of now while a change is still to come.
    package internal(set) var anchor: Double = 0
    /// Seconds.
    package internal(set) var position: Double = 0
    /// What the party wants; it may still be `held`.
    package internal(set) var playing = false
    package internal(set) var held = false
    package internal(set) var rate: Double = 1

    package init() {}

    package var isRunning: Bool { playing && !held }

    /// Seconds at a time of the server, in milliseconds. Before the anchor it is the place where the film will go on.
    package func position(at now: Double) -> Double {
        guard isRunning, now > anchor else { return position }
        return limited(position + (now - anchor) / 1000 * rate)
    }

    func limited(_ position: Double) -> Double {
        min(max(0, position), film?.duration ?? PartyNumber.largestPosition)
    }

    /// When the film will have ended, if it plays and has an end.
    var end: Double? {
        guard isRunning, let duration = film?.duration else { return nil }
        return anchor + max(0, duration - position) / rate * 1000
    }

    /// Continues from where the film is at `time`: whatever changes next, changes from there.
    mutating func moveAnchor(to time: Double) {
        position = position(at: time)
        anchor = time
    }
}
