/// Fixed places for values that refer to each other by `Handle` instead of by reference: no reference counts, no dictionary on the packet path.
/// Places are allocated in chunks that never move, so adding one never copies the others.
public struct Arena<Value: ~Copyable>: ~Copyable {
    @usableFromInline static var chunkSize: Int { 64 }

    @usableFromInline var chunks: [UnsafeMutablePointer<Value>] = []
    @usableFromInline var generations: [UInt32] = []
    @usableFromInline var free: [UInt32] = []
    @usableFromInline var live = 0

    public init() {}

    deinit {
        for index in generations.indices where isOccupied(UInt32(index)) {
            (chunks[index / Self.chunkSize] + index % Self.chunkSize).deinitialize(count: 1)
        }
        for chunk in chunks { chunk.deallocate() }
    }

    /// Number of values.
    @inlinable public var count: Int { live }

    /// Upper bound of the indices in use, for walks over all values.
    @inlinable public var indexEnd: UInt32 { UInt32(generations.count) }

    public mutating func insert(_ value: consuming Value) -> Handle<Value> {
        let index = free.popLast() ?? grow()
        place(index).initialize(to: value)
        // Odd generations are occupied.
        generations[Int(index)] &+= 1
        live += 1
        return Handle(index: index, generation: generations[Int(index)])
    }

    public mutating func remove(_ handle: Handle<Value>) -> Value? {
        guard contains(handle) else { return nil }
        generations[Int(handle.index)] &+= 1
        free.append(handle.index)
        live -= 1
        return place(handle.index).move()
    }

    @inlinable
    public func contains(_ handle: Handle<Value>) -> Bool {
        Int(handle.index) < generations.count && generations[Int(handle.index)] == handle.generation
            && handle.generation & 1 == 1
    }

    /// The handle of the value at `index`, or nil when the place is empty.
    @inlinable
    public func handle(at index: UInt32) -> Handle<Value>? {
        guard isOccupied(index) else { return nil }
        return Handle(index: index, generation: generations[Int(index)])
    }

    /// The value named by a handle that the caller knows to be live. A stale handle is a bug of ours and stops the process here,
    /// so handles that come from outside go through `contains` first.
    @inlinable
    public subscript(_ handle: Handle<Value>) -> Value {
        unsafeAddress {
            precondition(contains(handle), "stale handle")
            return UnsafePointer(place(handle.index))
        }
        unsafeMutableAddress {
            precondition(contains(handle), "stale handle")
            return place(handle.index)
        }
    }

    @inlinable
    func isOccupied(_ index: UInt32) -> Bool {
        Int(index) < generations.count && generations[Int(index)] & 1 == 1
    }

    @inlinable
    func place(_ index: UInt32) -> UnsafeMutablePointer<Value> {
        chunks[Int(index) / Self.chunkSize] + Int(index) % Self.chunkSize
    }

    private mutating func grow() -> UInt32 {
        let index = UInt32(generations.count)
        if generations.count == chunks.count * Self.chunkSize {
            chunks.append(.allocate(capacity: Self.chunkSize))
        }
        generations.append(0)
        return index
    }
}
