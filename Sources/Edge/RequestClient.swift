import NIOCore

/// Whose request is being answered. A request's channel knows only who it is connected to, which may be a proxy.
package enum RequestClient {
    /// The client's own address; nil outside of a request.
    @TaskLocal package static var address: SocketAddress?
}
