import Bytes
import CBench
import SecureTransport

/// The ciphers of the same packets for the same receivers and nothing else: what is left of the path without them is our own code.
struct CipherFloor: ~Copyable {
    private var senders: CipherRow
    private let payload: [UInt8]
    private let output: UnsafeMutableRawPointer
    private let receivers: Int
    private var index: UInt64 = 1

    init(_ receivers: [BenchPeer]) {
        senders = CipherRow(receivers.compactMap(\.keys))
        self.receivers = receivers.count
        payload = [UInt8](repeating: 7, count: PacketSource.size - 12)
        output = .allocate(byteCount: 4096 * 1536, alignment: 64)
    }

    deinit { output.deallocate() }

    /// Nanoseconds of sealing `bursts` bursts for every receiver, in the order and with the memory of the path.
    mutating func seal(bursts: Int, burst: Int) -> Int64 {
        let payload = payload
        let start = bench_now()
        for _ in 0..<bursts {
            var slot = 0
            for _ in 0..<burst {
                index += 1
                for receiver in 0..<receivers {
                    var memory = MutableRawSpan(_unsafeStart: output + slot * 1536, byteCount: 1536)
                    slot = (slot + 1) % 4096
                    _ = senders.seal(receiver, payload.span.bytes, index: index, slot: &memory)
                }
            }
        }
        return bench_now() - start
    }
}
