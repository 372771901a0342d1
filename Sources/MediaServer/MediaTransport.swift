import MediaCore
import MediaParameters

/// One participant's transport, as signaling holds it. Calls after it has been closed do nothing, except `apply`, which says so.
package struct MediaTransport: Sendable {
    let media: MediaWorker
    package let id: TransportID

    package func apply(_ plan: MediaPlan) async throws(MediaError) { try await media.apply(plan, to: id) }

    package func setTracks(_ labels: [TrackLabel]) async { await media.setTracks(labels, of: id) }

    /// In the receiver's order of preference.
    package func setView(_ requests: [StreamRequest]) async { await media.setView(requests, of: id) }

    /// How the client is reached now; nil while it is not connected.
    package func path() async -> PathKind? { await media.path(of: id)?.kind }

    package func close() async { await media.closeTransport(id) }
}
