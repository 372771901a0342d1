import Bytes

/// A question to a STUN server: at which address do you see me? (RFC 8489 §3, Binding)
package struct STUNBindingQuery: Sendable {
    /// What the server answers.
    package enum Answer: Sendable, Equatable {
        case address(SocketAddress)
        case refused(code: Int)
    }

    private let transactionID: [12 of UInt8]

    package init(using generator: inout some RandomNumberGenerator) {
        transactionID = .init { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    package var request: [UInt8] {
        var memory = [UInt8](repeating: 0, count: 64)
        var span = memory.mutableSpan
        var writer = STUNMessageWriter(span.mutableBytes, .request, .binding, transactionID: transactionID)
        writer.writeFingerprint()
        let count = writer.count
        return Array(memory.prefix(count))
    }

    /// `nil` for whatever is not the answer to this very question.
    package func answer(in datagram: RawSpan) -> Answer? {
        guard let message = STUNMessageView(datagram), message.method == .binding, isMine(message.transactionID)
        else { return nil }
        switch message.messageClass {
        case .success: return message.xorAddress(.xorMappedAddress).map(Answer.address)
        case .error: return message.errorCode.map(Answer.refused)
        default: return nil
        }
    }

    private func isMine(_ other: [12 of UInt8]) -> Bool {
        for index in 0..<12 where other[index] != transactionID[index] { return false }
        return true
    }
}
