import MediaServer

/// A new transport and the worker that owns it.
struct OpenedTransport: Sendable {
    let transport: MediaTransport
    let worker: Int
}
