import Bytes
import Edge
import FuzzEntries
import NIOCore

/// Frames on one WebSocket. An odd first byte begins a script of frames, pieces, time and what the server does; after an even one, the rest is a
/// stream that is compared with what RFC 6455 makes of it.
package enum WebSocketFuzz: FuzzEntry {
    package static let name = "websocket"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var script = FuzzScript(bytes)
        let kind = script.byte()
        guard kind & 1 == 0 else { return try play(&script) }
        let stream = script.rest()
        let whole = try WebSocketConnection()
        whole.feed(stream)
        try compare(whole, stream)
        let trickled = try WebSocketConnection()
        for byte in stream { trickled.feed(CollectionOfOne(byte)) }
        try compare(trickled, stream)
    }

    private static func compare(_ connection: WebSocketConnection, _ stream: [UInt8]) throws(FuzzFailure) {
        var model = WebSocketModel(limits: WebSocketConnection.limits)
        model.read(stream)
        try promise(connection.texts == model.texts, "\(connection.texts) instead of \(model.texts)")
        try promise(
            connection.closure.map(WebSocketModel.End.init) == model.end,
            "\(String(describing: connection.closure)) instead of \(String(describing: model.end))")
        let frames = try connection.frames()
        let pongs = frames.filter { $0.opcode == 10 }.map(\.payload)
        try promise(pongs == model.pings, "\(pongs) answer pings of \(model.pings)")
        try connection.finish()
    }

    private static func play(_ script: inout FuzzScript) throws(FuzzFailure) {
        let connection = try WebSocketConnection()
        for _ in 0..<256 {
            guard let step = script.step() else { break }
            take(step, connection, &script)
        }
        try connection.finish()
    }

    private static func take(_ step: UInt8, _ connection: WebSocketConnection, _ script: inout FuzzScript) {
        switch step & 7 {
        case 0: connection.feed(script.block())
        case 1, 2, 3: connection.feed(frame(script.byte(), step, script.block()))
        case 4: connection.pass(.milliseconds(Int64(script.byte()) * 100))
        case 5: connection.handler.send(WebSocketText(String(repeating: "x", count: Int(script.byte()) * 4)))
        case 6: connection.shore.isStalled = step & 8 != 0
        default: end(step, connection)
        }
    }

    private static func end(_ step: UInt8, _ connection: WebSocketConnection) {
        switch step >> 3 & 3 {
        case 0: connection.handler.close(.normal)
        case 1: connection.signal(ChannelEvent.inputClosed)
        case 2: connection.signal(ChannelShouldQuiesceEvent())
        default: break
        }
    }

    /// A masked frame as a client would send it, or almost.
    private static func frame(_ first: UInt8, _ key: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let count = payload.count
        let length: [UInt8] =
            count < 126 ? [0x80 | UInt8(count)] : [0xFE, UInt8(truncatingIfNeeded: count >> 8), UInt8(count & 0xFF)]
        return [first] + length + [key, key, key, key] + payload.map { $0 ^ key }
    }
}
