import MediaCore

/// A room of the media plane, as signaling holds it.
package struct MediaRoom: Sendable {
    let media: MediaWorker
    let id: RoomID

    /// Number of the worker that owns the room: it goes into the username fragments of its transports.
    package var worker: Int { media.index }

    /// A transport for one participant. It does nothing until a plan is applied.
    package func openTransport(observer: @escaping TransportObserver) async throws(MediaError) -> MediaTransport {
        MediaTransport(media: media, id: try await media.openTransport(in: id, observer: observer))
    }

    package func close() async { await media.closeRoom(id) }
}
