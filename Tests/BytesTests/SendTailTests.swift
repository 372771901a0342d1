import Bytes
import Testing

@Suite struct SendTailTests {
    private let first = SocketAddress(ipv4: 0x7f00_0001, port: 1)
    private let second = SocketAddress(ipv4: 0x7f00_0001, port: 2)

    @Test("a tail belongs to one destination and one turn") func belongs() {
        var queue = SendQueue(capacity: 4)
        var tail = SendTail()
        let before = queue.isTail(tail, of: first)
        #expect(!before)
        queue.append([1], to: first, tail: &tail)
        let (own, other) = (queue.isTail(tail, of: first), queue.isTail(tail, of: second))
        #expect(own)
        #expect(!other)
        queue.removeAll()
        let next = queue.isTail(tail, of: first)
        #expect(!next)
        var another = SendTail()
        queue.append([2], to: second, tail: &another)
        let stale = queue.isTail(tail, of: second)
        #expect(!stale)
    }
}
