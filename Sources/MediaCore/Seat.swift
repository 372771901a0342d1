import Bytes

/// The n-th audio slot and the n-th video slot of a receiver, and whom they show.
struct Seat {
    var audio: Handle<DownTrack>?
    var video: Handle<DownTrack>?
    var occupant: StreamKey?
}
