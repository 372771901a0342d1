/// The replay windows of all sources of a transport, found by SSRC. Grows to 50: an authenticated peer must not be able to fill memory with SSRCs.
struct SRTPSources: ~Copyable {
    static var limit: Int { 50 }

    private var ssrcs: UnsafeMutablePointer<UInt32>
    private var windows: UnsafeMutablePointer<ReplayWindow>
    private var capacity = 4
    private(set) var count = 0
    /// Where the last look-up ended: packets come in runs of one source.
    private var last = 0

    init() {
        ssrcs = .allocate(capacity: capacity)
        windows = .allocate(capacity: capacity)
    }

    deinit {
        ssrcs.deallocate()
        windows.deallocate()
    }

    var isFull: Bool { count == Self.limit }

    mutating func find(_ ssrc: UInt32) -> Int? {
        if last < count, ssrcs[last] == ssrc { return last }
        for place in 0..<count where ssrcs[place] == ssrc {
            last = place
            return place
        }
        return nil
    }

    func index(of sequence: UInt16, at place: Int?) -> UInt64 {
        guard let place else { return UInt64(sequence) }
        return windows[place].index(of: sequence)
    }

    func accepts(_ index: UInt64, at place: Int?) -> Bool {
        guard let place else { return true }
        return windows[place].accepts(index)
    }

    /// Marks the index as seen; a new source gets its place here, after its first authentic packet.
    mutating func insert(_ index: UInt64, ssrc: UInt32, at place: Int?) {
        let place = place ?? append(ssrc)
        windows[place].insert(index)
        last = place
    }

    mutating func remove(_ ssrc: UInt32) {
        guard let place = find(ssrc) else { return }
        count -= 1
        ssrcs[place] = ssrcs[count]
        windows[place] = windows[count]
    }

    private mutating func append(_ ssrc: UInt32) -> Int {
        precondition(count < Self.limit)
        if count == capacity { grow() }
        (ssrcs + count).initialize(to: ssrc)
        (windows + count).initialize(to: ReplayWindow())
        count += 1
        return count - 1
    }

    private mutating func grow() {
        let wider = min(capacity * 2, Self.limit)
        let newSSRCs = UnsafeMutablePointer<UInt32>.allocate(capacity: wider)
        let newWindows = UnsafeMutablePointer<ReplayWindow>.allocate(capacity: wider)
        newSSRCs.moveInitialize(from: ssrcs, count: count)
        newWindows.moveInitialize(from: windows, count: count)
        ssrcs.deallocate()
        windows.deallocate()
        (ssrcs, windows, capacity) = (newSSRCs, newWindows, wider)
    }
}
