/// Counts of the TCP edge, for `/metrics`.
package struct EdgeStatistics: Sendable, Equatable {
    /// Open now.
    package var connections = 0
    package var webSockets = 0
    /// Connections that carry packets (ICE-TCP, TURN).
    package var streams = 0
    /// Since the start.
    package var accepted = 0
    package var refused = 0
    /// TLS handshakes given up for newer ones.
    package var handshakesGivenUp = 0

    /// Connections that were accepted and have ended.
    package var gone: Int { accepted - connections }
}
