import Bytes
import STUN
import SecureTransport

/// Writes the answers to one authentic request: signed like the request, and with FINGERPRINT (RFC 8445 §7.3).
struct ICEAnswer {
    private let generation: ICEGeneration
    private let algorithm: STUNIntegrityAlgorithm
    private let transactionID: [12 of UInt8]
    private let unknown: STUNUnknownAttributes

    init(_ generation: ICEGeneration, to message: borrowing STUNMessageView) {
        self.generation = generation
        algorithm = message.integrity?.algorithm ?? .sha1
        transactionID = message.transactionID
        unknown = message.unknownComprehensionRequired
    }

    // Each answers the count of the message, or 0 when it does not fit.

    func success(_ source: SocketAddress, into reply: inout MutableRawSpan) -> Int {
        write(.success, into: &reply) { $0.writeXORAddress(.xorMappedAddress, source) }
    }

    func roleConflict(into reply: inout MutableRawSpan) -> Int {
        write(.error, into: &reply) { $0.writeErrorCode(487, reason: "Role Conflict") }
    }

    func unknownAttributes(into reply: inout MutableRawSpan) -> Int {
        write(.error, into: &reply) { writer in
            writer.writeErrorCode(420, reason: "Unknown Attribute")
            writer.writeUnknownAttributes(unknown)
        }
    }

    private func write(
        _ messageClass: STUNMessageClass, into reply: inout MutableRawSpan,
        _ attributes: (inout STUNMessageWriter) -> Void
    ) -> Int {
        var writer = STUNMessageWriter(
            reply._mutatingExtracting(...), messageClass, .binding, transactionID: transactionID)
        attributes(&writer)
        var authentication = generation.authentication(algorithm)
        authentication.update(writer.integrityCoverage(algorithm))
        let tag = authentication.finalize()
        writer.writeIntegrity(algorithm, tag.bytes)
        writer.writeFingerprint()
        return writer.count
    }
}
