/// Names a value in an `Arena`. A handle to a removed value is recognised by its generation and finds nothing.
public struct Handle<Value: ~Copyable>: Sendable, Hashable {
    public let index: UInt32
    public let generation: UInt32

    @inlinable public init(index: UInt32, generation: UInt32) {
        self.index = index
        self.generation = generation
    }
}
