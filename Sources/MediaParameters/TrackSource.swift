/// What a sending m-line carries, as its sender labels it.
package enum TrackSource: String, Sendable, Codable, CaseIterable {
    case microphone
    case camera
    case screen
    case screenAudio = "screen-audio"

    package var kind: MediaKind {
        switch self {
        case .microphone, .screenAudio: .audio
        case .camera, .screen: .video
        }
    }
}
