/// What an m-line carries (W3C `MediaStreamTrack.kind`).
package enum MediaKind: UInt8, Sendable, CaseIterable {
    case audio
    case video
}
