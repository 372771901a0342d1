/// Names a value in an `Arena`. A handle to a removed value is recognised by its generation and finds nothing.
package struct Handle<Value: ~Copyable>: Sendable, Hashable {
    package let index: UInt32
    package let generation: UInt32

    @inlinable package init(index: UInt32, generation: UInt32) {
        self.index = index
        self.generation = generation
    }
}
