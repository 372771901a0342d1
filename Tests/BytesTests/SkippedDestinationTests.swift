import Bytes
import Testing

@Suite struct SkippedDestinationTests {
    @Test("a destination taken out of the turn leaves the others in it")
    func skip() {
        var queue = SendQueue(capacity: 8)
        let real = SocketAddress(ipv4: 0x7f00_0001, port: 9)
        let virtual = SocketAddress(virtual: .stream, worker: 0, index: 1)
        var tails = (SendTail(), SendTail())
        queue.append([1], to: virtual, tail: &tails.0)
        queue.append([2], to: real, tail: &tails.1)
        queue.append([3], to: virtual, tail: &tails.0)
        queue.skip(0)
        #expect(queue.head(0) == -1)
        #expect(queue.entry(queue.head(1)).destination == real)
        queue.removeAll()
        #expect(queue.destinationCount == 0)
    }
}
