import Bytes
import STUN

/// A STUN message read, and written anew from what was read.
package enum STUNMessageFuzz: FuzzEntry {
    package static let name = "stun-message"
    private static let closing: [STUNAttributeType] = [.messageIntegrity, .messageIntegritySHA256, .fingerprint]

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        let frame = STUNStreamFrame(bytes)
        guard let message = STUNMessageView(bytes) else { return }
        try promise(
            frame == .frame(message: bytes.byteCount, total: bytes.byteCount),
            "a stream would cut the message elsewhere")
        try walk(bytes)
        try readValues(message, of: bytes)
        let rewritten = try rewrite(message, room: bytes.byteCount + 16)
        try compare(message, with: rewritten)
    }

    /// RFC 8489 §5, §14, without help of the reader: the attributes fill the message to its last byte.
    private static func walk(_ bytes: RawSpan) throws(FuzzFailure) {
        var offset = 20
        while offset < bytes.byteCount, let length = bytes.uint16(at: offset + 2) {
            offset += 4 + (Int(length) + 3) & ~3
        }
        try promise(offset == bytes.byteCount, "an attribute reaches out of the message")
    }

    private static func readValues(_ message: STUNMessageView, of bytes: RawSpan) throws(FuzzFailure) {
        let unknown = message.unknownComprehensionRequired
        try promise(unknown.count <= 8 && unknown[unknown.count] == nil, "more unknown attributes than are kept")
        if let integrity = message.integrity {
            try promise(integrity.value.byteCount == integrity.algorithm.byteCount, "integrity of another size")
            try promise(integrity.body.byteCount + 4 == integrity.offset, "integrity covers something else")
        }
        if message.hasValidFingerprint { try promise(message.hasFingerprint, "a fingerprint without attribute") }
        if let code = message.errorCode { try promise((300...699).contains(code), "error \(code)") }
        try readAddresses(message)
    }

    private static func readAddresses(_ message: STUNMessageView) throws(FuzzFailure) {
        for type in [STUNAttributeType.xorMappedAddress, .xorPeerAddress, .xorRelayedAddress] {
            guard let address = message.xorAddress(type) else { continue }
            var memory = [UInt8](repeating: 0xa5, count: 64)
            var span = memory.mutableSpan
            var writer = STUNMessageWriter(
                span.mutableBytes, .success, .binding, transactionID: message.transactionID)
            writer.writeXORAddress(type, address)
            let count = writer.count
            let read = STUNMessageView(memory.span.bytes.extracting(first: count))?.xorAddress(type)
            try promise(read == address, "\(address) came back as \(String(describing: read))")
        }
    }

    private static func rewrite(_ message: STUNMessageView, room: Int) throws(FuzzFailure) -> [UInt8] {
        var memory = [UInt8](repeating: 0xa5, count: room)
        var span = memory.mutableSpan
        var writer = STUNMessageWriter(
            span.mutableBytes, message.messageClass, message.method, transactionID: message.transactionID)
        for type in STUNAttributeType.allCases where !closing.contains(type) {
            var occurrence = 0
            while let value = message.attribute(type, occurrence: occurrence) {
                writer.write(type, value)
                occurrence += 1
            }
        }
        writer.writeFingerprint()
        let count = writer.count
        try promise(count > 0, "what was read does not fit into as much room")
        return Array(memory.prefix(count))
    }

    private static func compare(_ message: STUNMessageView, with rewritten: [UInt8]) throws(FuzzFailure) {
        guard let copy = STUNMessageView(rewritten.span.bytes) else {
            // The fingerprint is one attribute more than the message had.
            return try promise(rewritten.count >= 20 + 64 * 4, "what was written cannot be read")
        }
        try promise(copy.hasValidFingerprint, "the fingerprint written is wrong")
        try promise(copy.method == message.method && copy.messageClass == message.messageClass, "another type")
        for type in STUNAttributeType.allCases where !closing.contains(type) {
            var occurrence = 0
            while let value = message.attribute(type, occurrence: occurrence) {
                guard let other = copy.attribute(type, occurrence: occurrence) else {
                    throw FuzzFailure("\(type) is lost")
                }
                try promise(other.elementsEqual(value), "\(type) has changed")
                occurrence += 1
            }
        }
    }
}
