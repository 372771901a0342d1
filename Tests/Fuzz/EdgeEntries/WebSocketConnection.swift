import Edge
import FuzzEntries
import NIOCore
import NIOEmbedded
import NIOWebSocket

/// One WebSocket with the product's handler, without a socket and in virtual time.
final class WebSocketConnection {
    static let limits: EdgeLimits = {
        // Small, so that short inputs reach them.
        var limits = EdgeLimits()
        limits.messageBytes = 300
        limits.queueBytes = 2000
        return limits
    }()

    struct Frame: Equatable {
        var opcode: UInt8
        var payload: [UInt8]
    }

    let shore = Shore()
    let handler = WebSocketHandler(
        limits: WebSocketConnection.limits, watches: SocketWatches(WebSocketConnection.limits))
    private let recorder = TextRecorder()
    private let channel = EmbeddedChannel()

    var texts: [String] { recorder.texts }
    var closure: WebSocketClosure? { handler.closure }

    init() throws(FuzzFailure) {
        let decoder = WebSocketFrameDecoder(maxFrameSize: Self.limits.messageBytes)
        do {
            try channel.pipeline.syncOperations.addHandlers([
                shore, WebSocketFrameEncoder(), ByteToMessageHandler(decoder), handler, recorder,
            ])
        } catch {
            throw FuzzFailure("no pipeline: \(error)")
        }
    }

    var isClosed: Bool { shore.isClosed }

    func feed(_ bytes: some Collection<UInt8>) {
        guard !isClosed else { return }
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

    /// What the server has sent, which is whole frames, none of them masked, and nothing after a close frame.
    func frames() throws(FuzzFailure) -> [Frame] {
        var frames: [Frame] = []
        var rest = shore.written[...]
        while let frame = Self.takeFrame(from: &rest) {
            try promise(frames.last?.opcode != 8, "a frame after the close frame")
            frames.append(frame)
        }
        try promise(rest.isEmpty, "the server sent no whole frames")
        return frames
    }

    private static func takeFrame(from bytes: inout ArraySlice<UInt8>) -> Frame? {
        guard let first = bytes.popFirst(), let length = bytes.popFirst(), first & 0xF0 == 0x80 else { return nil }
        var count = Int(length)
        if length == 126, let high = bytes.popFirst(), let low = bytes.popFirst() { count = Int(high) << 8 | Int(low) }
        guard count <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return Frame(opcode: first & 0x0F, payload: Array(bytes.prefix(count)))
    }

    /// Whatever happened before, silence ends in an end, and the reason is known.
    func finish() throws(FuzzFailure) {
        for text in texts {
            try promise(text.utf8.count <= Self.limits.messageBytes, "a message of \(text.utf8.count) bytes")
        }
        let before = closure
        pass(.minutes(5))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        try promise(isClosed && closure != nil, "silence is never ended")
        try promise(before == nil || closure == before, "another reason after the end")
        try promise(!shore.hasWrittenTooLate, "written after the end")
        try promise(!recorder.hasHeardTooLate, "a message after the end")
        _ = try frames()
    }
}

/// Keeps the messages that get through.
private final class TextRecorder: ChannelInboundHandler {
    typealias InboundIn = String

    private(set) var texts: [String] = []
    private(set) var hasHeardTooLate = false
    private var hasEnded = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if hasEnded { hasHeardTooLate = true }
        texts.append(unwrapInboundIn(data))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { hasEnded = true }
    }
}
