/// What the party does when somebody's film stalls.
package enum BufferingPolicy: String, Codable, Sendable, CaseIterable {
    /// Everyone waits, never longer than the deadline.
    case wait
    /// The film goes on, and the straggler catches up alone.
    case catchUp = "catch-up"
}
