import MediaCore

/// Hears what happens to one transport, on the worker's thread: it may only pass the event on.
package typealias TransportObserver = @Sendable (TransportEvent) -> Void
