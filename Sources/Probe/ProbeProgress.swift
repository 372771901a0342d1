import Bytes

/// How far a peer has come; each step is what a firewall or a wrong setting may prevent.
package struct ProbeProgress: Sendable, Equatable {
    /// The error code with which a relay has refused.
    package var refusal: Int?
    package var checksSent = 0
    /// Between a check and its answer.
    package var roundTrip: TimeSpan?
    package var isSecured = false
    package var hasFailed = false
    package var packetsSent = 0
    package var packetsReceived = 0
    package var packetsMissing = 0

    package init() {}
}
