/// A destination's memory of its last datagram in a `SendQueue`.
public struct SendTail: Sendable {
    @usableFromInline var turn: UInt32
    @usableFromInline var index: Int32

    @inlinable public init() { self.init(turn: 0, index: -1) }

    @inlinable
    init(turn: UInt32, index: Int32) {
        self.turn = turn
        self.index = index
    }
}
