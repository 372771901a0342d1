import Bytes
import STUN
import SecureTransport

/// The answers to checks; each is signed with the password that signed the check (RFC 8489 §9.1.4).
enum ICEReply {
    @_lifetime(reply: copy reply)
    static func success(
        to message: STUNMessageView, from source: SocketAddress, _ credentials: Credentials,
        into reply: inout MutableRawSpan
    ) -> Int {
        var writer = STUNMessageWriter(
            reply._mutatingExtracting(0..<reply.byteCount), .success, .binding, transactionID: message.transactionID)
        writer.writeXORAddress(.xorMappedAddress, source)
        return finish(&writer, credentials)
    }

    @_lifetime(reply: copy reply)
    static func roleConflict(
        to message: STUNMessageView, _ credentials: Credentials, into reply: inout MutableRawSpan
    ) -> Int {
        var writer = STUNMessageWriter(
            reply._mutatingExtracting(0..<reply.byteCount), .error, .binding, transactionID: message.transactionID)
        writer.writeErrorCode(487)
        return finish(&writer, credentials)
    }

    @_lifetime(reply: copy reply)
    static func unknownAttributes(
        _ unknown: STUNUnknownAttributes, to message: STUNMessageView, _ credentials: Credentials,
        into reply: inout MutableRawSpan
    ) -> Int {
        var writer = STUNMessageWriter(
            reply._mutatingExtracting(0..<reply.byteCount), .error, .binding, transactionID: message.transactionID)
        writer.writeErrorCode(420)
        writer.writeUnknownAttributes(unknown)
        return finish(&writer, credentials)
    }

    @_lifetime(writer: copy writer)
    private static func finish(_ writer: inout STUNMessageWriter, _ credentials: Credentials) -> Int {
        let tag = credentials.tag(writer.integrityCoverage(.sha1))
        writer.writeIntegrity(.sha1, tag.bytes)
        writer.writeFingerprint()
        return writer.count
    }
}
