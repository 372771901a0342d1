import CBench

/// STUN messages (RFC 8489): Binding requests and their responses, as much as a full ICE agent in the controlling role needs, and what requests of TURN are built of.
package enum STUNMessage {
    package static let bindingRequest: UInt16 = 0x0001
    package static let bindingSuccess: UInt16 = 0x0101

    package static func type(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt16? {
        guard count >= 20, bytes[4] == 0x21, bytes[5] == 0x12, bytes[6] == 0xa4, bytes[7] == 0x42 else { return nil }
        return UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    }

    /// The first attribute of a type.
    package static func attribute(_ type: UInt16, of message: [UInt8]) -> [UInt8]? {
        var place = 20
        while place + 4 <= message.count {
            let count = Int(message[place + 2]) << 8 | Int(message[place + 3])
            guard place + 4 + count <= message.count else { return nil }
            if UInt16(message[place]) << 8 | UInt16(message[place + 1]) == type {
                return Array(message[(place + 4)..<(place + 4 + count)])
            }
            place += 4 + (count + 3) & ~3
        }
        return nil
    }

    /// Of an error response (RFC 8489 §14.8).
    package static func errorCode(of message: [UInt8]) -> Int? {
        guard let value = attribute(0x0009, of: message), value.count >= 4 else { return nil }
        return Int(value[2] & 7) * 100 + Int(value[3])
    }

    package static func check(transaction: [UInt8], username: String, password: String, tieBreaker: UInt64) -> [UInt8] {
        var message = header(bindingRequest, transaction)
        append(&message, 0x0006, Array(username.utf8))
        // PRIORITY of a peer-reflexive candidate, ICE-CONTROLLING, USE-CANDIDATE (RFC 8445 §7.1).
        append(&message, 0x0024, [0x6e, 0x7f, 0x1e, 0xff])
        append(&message, 0x802a, (0..<8).map { UInt8(truncatingIfNeeded: tieBreaker >> (56 - 8 * $0)) })
        append(&message, 0x0025, [])
        finish(&message, password)
        return message
    }

    /// The answer to a check that the server makes (only a full agent does). The mapped address is a constant: nobody reads it here.
    package static func success(to request: UnsafePointer<UInt8>, password: String) -> [UInt8] {
        var message = header(bindingSuccess, (8..<20).map { request[$0] })
        append(&message, 0x0020, [0, 1, 0x21, 0x12 ^ 9, 0x21 ^ 127, 0x12, 0xa4, 0x42 ^ 1])
        finish(&message, password)
        return message
    }

    package static func header(_ type: UInt16, _ transaction: [UInt8]) -> [UInt8] {
        [UInt8(type >> 8), UInt8(type & 255), 0, 0, 0x21, 0x12, 0xa4, 0x42] + transaction
    }

    package static func append(_ message: inout [UInt8], _ type: UInt16, _ value: [UInt8]) {
        message += [UInt8(type >> 8), UInt8(type & 255), UInt8(value.count >> 8), UInt8(value.count & 255)] + value
        while message.count % 4 != 0 { message.append(0) }
        setLength(&message, message.count - 20)
    }

    private static func setLength(_ message: inout [UInt8], _ length: Int) {
        message[2] = UInt8(length >> 8)
        message[3] = UInt8(length & 255)
    }

    private static func finish(_ message: inout [UInt8], _ password: String) {
        finish(&message, key: Array(password.utf8))
    }

    /// MESSAGE-INTEGRITY and FINGERPRINT.
    package static func finish(_ message: inout [UInt8], key: [UInt8]) {
        // Both trailers cover the message with a length that counts themselves (RFC 8489 §14.5, §14.7).
        setLength(&message, message.count - 20 + 24)
        var digest = [UInt8](repeating: 0, count: 20)
        bench_hmac_sha1(key, Int32(key.count), message, Int32(message.count), &digest)
        append(&message, 0x0008, digest)
        setLength(&message, message.count - 20 + 8)
        let crc = bench_crc32(message, Int32(message.count)) ^ 0x5354_554e
        append(&message, 0x8028, (0..<4).map { UInt8(truncatingIfNeeded: crc >> (24 - 8 * $0)) })
    }
}
