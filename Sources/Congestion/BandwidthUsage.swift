/// What the delays say about the path (draft-ietf-rmcat-gcc-02 §5.4).
enum BandwidthUsage: Sendable {
    case normal
    /// Queues grow.
    case over
    /// Queues drain.
    case under
}
