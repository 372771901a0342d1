import Bytes
import RTP

extension MediaEngine {
    /// To be called before a packet changes what the history holds: a packet that does not continue the run ends it.
    @inline(__always)
    mutating func endRun(unlessContinuedBy index: UInt64, of encoding: Handle<Encoding>, now: MonotonicTime) {
        guard run.encoding != nil, !run.isContinued(by: index, of: encoding) else { return }
        endRun(now: now)
    }

    /// Forwards a packet now or, when the history keeps it meanwhile, with those that come in behind it.
    mutating func forwardInRun(
        _ layout: RTPLayout, _ packet: RawSpan, index: UInt64, facts: PayloadFacts?, of encoding: Handle<Encoding>,
        now: MonotonicTime
    ) {
        guard encodings[encoding].history?.contains(index) == true else {
            endRun(now: now)
            return forward(layout, packet, index: index, facts: facts, of: encoding, now: now)
        }
        run.add(index, facts, of: encoding, receivers: uplinks[encodings[encoding].track].subscribers.count)
    }

    /// Sends what waits, if anything does.
    @inline(__always)
    mutating func endRun(now: MonotonicTime) {
        guard let encoding = run.encoding else { return }
        forwardRun(of: encoding, until: .max, now: now)
        run.removeAll()
    }

    /// Sends some of what waits: as much as the processor's cache holds until it is sent. Returns false when nothing waits any more.
    package mutating func forwardSome(now: MonotonicTime) -> Bool {
        guard let encoding = run.encoding else { return false }
        forwardRun(of: encoding, until: Self.cacheful, now: now)
        guard run.served == uplinks[encodings[encoding].track].subscribers.count else { return true }
        run.removeAll()
        return false
    }

    /// Datagrams that are sealed and sent while the first of them is still in the second-level cache of a small processor (512 KB).
    private static var cacheful: Int { 256 }

    /// - Parameter limit: datagrams in the send queue with which it is enough.
    private mutating func forwardRun(of encoding: Handle<Encoding>, until limit: Int, now: MonotonicTime) {
        let track = encodings[encoding].track
        let absSendTime = AbsoluteSendTime.value(at: now)
        while run.served < uplinks[track].subscribers.count, sendQueue.count < limit {
            let slot = uplinks[track].subscribers[run.served]
            run.served += 1
            guard transports[slots[slot].transport].isConnected else { continue }
            for offset in run.facts.indices {
                forward(run.start &+ UInt64(offset), run.facts[offset], of: encoding, to: slot, absSendTime, now: now)
            }
        }
    }

    private mutating func forward(
        _ index: UInt64, _ facts: PayloadFacts?, of encoding: Handle<Encoding>, to slot: Handle<DownTrack>,
        _ absSendTime: UInt32, now: MonotonicTime
    ) {
        guard let layout = encodings[encoding].history?.layout(of: index),
            let packet = encodings[encoding].history?.bytes(of: index)
        else { return counters.drop(.notInHistory) }
        forward(
            layout, packet, index: index, facts: facts, of: encoding, to: slot, absSendTime: absSendTime, now: now)
    }

    /// Whether what waits has to be sent before another datagram is received: its fan-out might not fit. If so it is all in the send queue.
    package mutating func isSendDue(now: MonotonicTime) -> Bool {
        guard sendQueue.free - run.fanOut < sendQueue.capacity / 2 else { return false }
        endRun(now: now)
        return true
    }
}
