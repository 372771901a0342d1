import Edge
import FuzzEntries
import NIOCore
import NIOEmbedded
import NIOHTTP1

/// One connection with the product's HTTP handlers, without a socket and in virtual time.
final class HTTPConnection {
    static let limits: EdgeLimits = {
        // Small, so that short inputs reach them.
        var limits = EdgeLimits()
        limits.headerBytes = 1024
        limits.bodyBytes = 2048
        limits.idlePerAddress = 1
        return limits
    }()

    let shore = Shore()
    let requests: RequestRecorder
    /// Until the first byte, which tells what the connection speaks, somebody else watches the time.
    private var hasBegun = false
    private let channel = EmbeddedChannel()
    private let census = ConnectionCensus(limits: HTTPConnection.limits)

    init() throws(FuzzFailure) {
        requests = RequestRecorder(shore)
        try open()
    }

    private func open() throws(FuzzFailure) {
        guard let handlers = handlers() else { throw FuzzFailure("a first connection is refused") }
        do {
            try channel.pipeline.syncOperations.addHandlers([shore] + handlers.all + [requests])
        } catch {
            throw FuzzFailure("no pipeline: \(error)")
        }
    }

    private func handlers() -> HTTPHandlers? {
        HTTPHandlers(limits: Self.limits, census: census, address: nil, webSocketPath: "/ws")
    }

    var isClosed: Bool { shore.isClosed }

    func feed(_ bytes: some Collection<UInt8>) {
        guard !isClosed, !bytes.isEmpty else { return }
        hasBegun = true
        // What a handler complains about, it has also handed to the next one.
        _ = try? channel.writeInbound(ByteBuffer(bytes: bytes))
        channel.embeddedEventLoop.run()
    }

    func pass(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

    func signal(_ event: any Sendable) {
        guard !isClosed else { return }
        channel.pipeline.fireUserInboundEventTriggered(event)
        channel.embeddedEventLoop.run()
    }

    func answer() {
        requests.answer()
        channel.embeddedEventLoop.run()
    }

    /// Whatever happened before, silence ends in an end, and nothing is left of the connection.
    func finish() throws(FuzzFailure) {
        try check()
        pass(.hours(1))
        let isClosed = isClosed
        _ = try? channel.finish(acceptAlreadyClosed: true)
        try promise(isClosed || !hasBegun, "silence is never ended")
        try promise(handlers() != nil, "the connection is still counted as idle")
    }

    private func check() throws(FuzzFailure) {
        if let fault = requests.fault { throw FuzzFailure(fault) }
        try promise(!shore.hasWrittenTooLate, "written after the end")
        for request in requests.requests { try check(request) }
        let answers = shore.written.starts(with: "HTTP/1.1 ".utf8)
        try promise(shore.written.isEmpty || answers, "an answer that is no HTTP")
    }

    private func check(_ request: RequestRecorder.Request) throws(FuzzFailure) {
        let head = request.head
        let fields = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        // A byte that is no UTF-8 becomes U+FFFD, which has three.
        let isSmall = head.headers.count <= 100 && fields <= 3 * Self.limits.headerBytes
        try promise(isSmall, "a header of \(fields) bytes")
        try promise(head.uri.utf8.count <= Self.limits.headerBytes, "a path of \(head.uri.utf8.count) bytes")
        try promise(request.body.count <= Self.limits.bodyBytes, "a body of \(request.body.count) bytes")
        guard head.headers.contains(name: "upgrade") else { return }
        try promise(
            head.method == .GET && head.uri.prefix { $0 != "?" } == "/ws"
                && head.headers["sec-websocket-version"] == ["13"], "an upgrade of \(head.method) \(head.uri)")
    }
}
