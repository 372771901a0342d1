/// Names one participant's transport on one worker, for as long as it lives; never reused for another.
package struct TransportID: Sendable, Hashable {
    package let worker: UInt16
    package let index: UInt32
    package let generation: UInt32

    package init(worker: UInt16, index: UInt32, generation: UInt32) {
        self.worker = worker
        self.index = index
        self.generation = generation
    }
}
