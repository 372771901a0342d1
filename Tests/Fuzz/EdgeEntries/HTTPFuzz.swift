import Bytes
import Edge
import FuzzEntries
import NIOCore

/// HTTP on one connection. An odd first byte begins a script of pieces, time, answers and ends; after an even one, the rest is a stream that
/// must mean the same whole and byte by byte.
package enum HTTPFuzz: FuzzEntry {
    package static let name = "http"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var script = FuzzScript(bytes)
        guard script.byte() & 1 == 0 else { return try play(&script) }
        // Shorter than any limit, so that pieces make no difference.
        try compare(script.rest().prefix(HTTPConnection.limits.headerBytes))
    }

    private static func play(_ script: inout FuzzScript) throws(FuzzFailure) {
        let connection = try HTTPConnection()
        // Each step may cost as many bytes as all others together.
        for _ in 0..<128 {
            guard let step = script.step() else { break }
            take(step, connection, &script)
        }
        try connection.finish()
    }

    private static func take(_ step: UInt8, _ connection: HTTPConnection, _ script: inout FuzzScript) {
        switch step & 7 {
        case 0, 1: connection.feed(script.block())
        case 2: for byte in script.block() { connection.feed(CollectionOfOne(byte)) }
        case 3:
            let block = script.block()
            for _ in 0..<(step >> 3) { connection.feed(block) }
        case 4: connection.pass(.milliseconds(Int64(script.byte()) * 100))
        case 5, 6: connection.answer()
        default: connection.signal(step & 8 == 0 ? ChannelEvent.inputClosed : ChannelShouldQuiesceEvent())
        }
    }

    private static func compare(_ stream: ArraySlice<UInt8>) throws(FuzzFailure) {
        let whole = try HTTPConnection()
        whole.feed(stream)
        let trickled = try HTTPConnection()
        for byte in stream { trickled.feed(CollectionOfOne(byte)) }
        try promise(whole.requests.requests == trickled.requests.requests, "other requests when they trickle")
        try promise(whole.shore.written == trickled.shore.written, "another answer when they trickle")
        try promise(
            whole.isClosed == trickled.isClosed && whole.shore.isOutputClosed == trickled.shore.isOutputClosed,
            "another end when they trickle")
        try whole.finish()
        try trickled.finish()
    }
}
