import Bytes

/// Names a room of one engine.
package struct RoomID: Sendable, Hashable {
    let index: UInt32
    let generation: UInt32

    init(_ handle: Handle<Room>) {
        index = handle.index
        generation = handle.generation
    }

    var handle: Handle<Room> { Handle(index: index, generation: generation) }
}
