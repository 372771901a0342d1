import Bytes
import STUN
import Testing

@Suite struct STUNBindingQueryTests {
    private struct NotSTUN: Error {}

    private func reply(
        to request: [UInt8], _ messageClass: STUNMessageClass, _ write: (inout STUNMessageWriter) -> Void
    ) throws -> [UInt8] {
        guard let transaction = STUNMessageView(request.span.bytes)?.transactionID else {
            throw NotSTUN()
        }
        var memory = [UInt8](repeating: 0, count: 128)
        var span = memory.mutableSpan
        var writer = STUNMessageWriter(span.mutableBytes, messageClass, .binding, transactionID: transaction)
        write(&writer)
        let count = writer.count
        return Array(memory.prefix(count))
    }

    @Test(arguments: ["203.0.113.7", "2001:db8::7"])
    func theAnswerIsTheAddressTheServerSaw(host: String) throws {
        var chance = SeededGenerator(seed: 1)
        let query = STUNBindingQuery(using: &chance)
        let seen = try #require(SocketAddress(host: host, port: 4001))
        let answer = try reply(to: query.request, .success) { $0.writeXORAddress(.xorMappedAddress, seen) }
        #expect(query.answer(in: answer.span.bytes) == .address(seen))
    }

    @Test func answersToOthersRequestsAndGarbageAreIgnored() throws {
        var chance = SeededGenerator(seed: 2)
        let (mine, other) = (STUNBindingQuery(using: &chance), STUNBindingQuery(using: &chance))
        let seen = SocketAddress(ipv4: 1, port: 1)
        let answer = try reply(to: other.request, .success) { $0.writeXORAddress(.xorMappedAddress, seen) }
        #expect(mine.answer(in: answer.span.bytes) == nil)
        #expect(mine.answer(in: mine.request.span.bytes) == nil)
        #expect(mine.answer(in: [UInt8](answer.prefix(19)).span.bytes) == nil)
        let empty = try reply(to: mine.request, .success) { _ in }
        #expect(mine.answer(in: empty.span.bytes) == nil)
    }

    @Test func aRefusalSaysItsCode() throws {
        var chance = SeededGenerator(seed: 3)
        let query = STUNBindingQuery(using: &chance)
        let answer = try reply(to: query.request, .error) { $0.writeErrorCode(420) }
        #expect(query.answer(in: answer.span.bytes) == .refused(code: 420))
    }
}
