import Bytes
import MediaParameters

/// One stream of a participant: camera with microphone, or screen with its audio.
struct StreamKey: Hashable {
    var publisher: Handle<Transport>
    var isScreen: Bool

    init(publisher: Handle<Transport>, isScreen: Bool) {
        self.publisher = publisher
        self.isScreen = isScreen
    }

    init(publisher: Handle<Transport>, source: TrackSource) {
        self.init(publisher: publisher, isScreen: source == .screen || source == .screenAudio)
    }
}
