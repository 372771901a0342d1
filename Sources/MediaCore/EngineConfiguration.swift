import Bytes

/// Limits and sizes of one engine.
package struct EngineConfiguration: Sendable {
    /// Number of the worker, as it goes into username fragments.
    package var worker = 0
    /// Datagrams that may wait for the end of a turn.
    package var sendQueueCapacity = 4096
    /// DTLS handshakes under way at once (attack M4).
    package var halfOpenLimit = 256
    /// From creation to keys.
    package var setupTime = TimeSpan.seconds(30)
    /// A video encoding remembers this many packets for retransmission; a power of two.
    package var videoHistory = 512
    package var audioHistory = 64
    /// Seed of SSRCs and first sequence numbers; not of anything secret.
    package var seed: UInt64 = 0

    package init() {}
}
