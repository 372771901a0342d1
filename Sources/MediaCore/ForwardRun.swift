import Bytes
import RTP

/// Consecutive packets of one encoding that have come in and are still to be forwarded, so that they go out receiver after receiver: each receiver's state and
/// keys are fetched from memory once a burst instead of once a packet. The packets themselves are in the encoding's history.
struct ForwardRun {
    /// Packets of a run; a burst is seldom longer, and later packets should not make the first ones wait.
    static let most = 16

    private(set) var encoding: Handle<Encoding>?
    /// Index of the first one.
    private(set) var start: UInt64 = 0
    /// Of each packet; nil where its payload is empty.
    private(set) var facts: [PayloadFacts?] = []
    /// Datagrams that the run will become, at most.
    private(set) var fanOut = 0
    /// Receivers that have got it.
    var served = 0

    init() { facts.reserveCapacity(Self.most) }

    /// Whether a packet may be added behind the others.
    func isContinued(by index: UInt64, of encoding: Handle<Encoding>) -> Bool {
        self.encoding == encoding && served == 0 && index == start &+ UInt64(facts.count) && facts.count < Self.most
    }

    /// A packet that continues the run, or begins an empty one.
    mutating func add(_ index: UInt64, _ facts: PayloadFacts?, of encoding: Handle<Encoding>, receivers: Int) {
        if self.encoding == nil {
            self.encoding = encoding
            start = index
        }
        self.facts.append(facts)
        fanOut += receivers
    }

    mutating func removeAll() {
        guard encoding != nil else { return }
        encoding = nil
        facts.removeAll(keepingCapacity: true)
        fanOut = 0
        served = 0
    }
}
