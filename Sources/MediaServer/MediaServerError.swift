import EventLoop

/// Why the media plane could not start.
package enum MediaServerError: Error, Equatable {
    /// The UDP port could not be bound; `errno` says why.
    case bind(host: String, port: UInt16, errno: Int32)
    case system(call: String, errno: Int32)
    case certificate
    /// Username fragments name workers with two characters.
    case tooManyWorkers(limit: Int)
}
