/// Media formats that the server forwards. RTX is not one of them: it is a property of the codec it repairs (RFC 4588).
package enum Codec: UInt8, Sendable, CaseIterable {
    case opus
    /// Redundant Opus (RFC 2198); the primary block is Opus.
    case red
    case vp8
    case vp9
    case h264
    case av1

    package var kind: MediaKind {
        switch self {
        case .opus, .red: .audio
        case .vp8, .vp9, .h264, .av1: .video
        }
    }
}
