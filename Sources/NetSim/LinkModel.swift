import Bytes

/// One direction of one peer's path to the server.
package struct LinkModel: Sendable {
    package var delay = TimeSpan.milliseconds(10)
    /// Added to the delay, evenly from nothing to this much. More jitter than the distance of two packets reorders them.
    package var jitter = TimeSpan.milliseconds(0)
    /// Probability of loss of a datagram on its own.
    package var loss = 0.0
    /// Gilbert–Elliott: probabilities of entering and of leaving a state in which everything is lost (Gilbert 1960).
    package var burstBegins = 0.0
    package var burstEnds = 1.0
    package var duplicates = 0.0
    /// Datagrams that wait longer than this in front of the bottleneck are lost; nil is no bottleneck.
    package var bitsPerSecond: Int64?
    package var queue = TimeSpan.milliseconds(300)

    package init() {}
}
