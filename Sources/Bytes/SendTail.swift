/// A destination's memory of its last datagram in a `SendQueue`.
package struct SendTail: Sendable {
    @usableFromInline var turn: UInt32
    @usableFromInline var index: Int32

    @inlinable package init() { self.init(turn: 0, index: -1) }

    @inlinable
    init(turn: UInt32, index: Int32) {
        self.turn = turn
        self.index = index
    }
}
