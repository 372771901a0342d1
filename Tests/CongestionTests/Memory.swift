import Bytes

/// What `body` writes into `room` bytes of junk; empty when it did not fit.
func written(room: Int = 1200, _ body: (inout ByteWriter) -> Void) -> [UInt8] {
    var memory = [UInt8](repeating: 0xa5, count: room)
    var span = memory.mutableSpan
    var writer = ByteWriter(span.mutableBytes)
    body(&writer)
    let count = writer.overflowed ? 0 : writer.count
    return Array(memory.prefix(count))
}
