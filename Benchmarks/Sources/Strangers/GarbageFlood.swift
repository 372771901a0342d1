import CBench
import Glibc

/// Datagrams that mean nothing, from sixteen sockets, as evenly as a millisecond allows.
struct GarbageFlood {
    /// What one message may be cut into, within 64 KiB.
    private static let batchSize = 48
    private static let sockets = 16

    private let options: StrangerOptions
    private let descriptors: [Int32]
    /// Made beforehand, so that sending is all it takes.
    private let batches: [OpaquePointer]

    init(_ options: StrangerOptions) throws(StrangerError) {
        self.options = options
        descriptors = (0..<Self.sockets).map { _ in bench_udp_connect(options.host, options.port, 1 << 16) }
        guard !descriptors.contains(where: { $0 < 0 }) else { throw .failed("no socket to \(options.host)") }
        batches = (0..<32).map { Self.garbage($0) }
    }

    func run() throws(StrangerError) -> String {
        let begin = bench_now()
        let end = begin + Int64(options.seconds) * 1_000_000_000
        var (sent, refused, turn) = (0, 0, 0)
        while bench_now() < end {
            let due = Int((bench_now() - begin) / 1000) * options.rate / 1_000_000
            while sent + refused < due, bench_now() < end {
                let wanted = min(Self.batchSize, due - sent - refused)
                let descriptor = descriptors[turn % descriptors.count]
                let done = Int(bench_batch_send_segments(batches[turn % batches.count], descriptor, Int32(wanted)))
                sent += done
                refused += wanted - done
                turn += 1
            }
            usleep(500)
        }
        let seconds = Double(bench_now() - begin) / 1e9
        return
            "{\"kind\":\"datagrams\",\"sent\":\(sent),\"refused\":\(refused),\"perSecond\":\(Int(Double(sent) / seconds))}"
    }

    /// Of every shape in turn, 20 to 1 200 bytes, most of them short; all of a batch are of one length.
    private static func garbage(_ number: Int) -> OpaquePointer {
        let batch = bench_batch_create(Int32(batchSize))!
        let count = number % 8 == 0 ? Int.random(in: 200...1200) : Int.random(in: 20...120)
        for place in 0..<Int32(batchSize) {
            let slot = bench_batch_slot(batch, place)
            bench_random(slot, Int32(count))
            for (offset, byte) in beginning(Int(place), count).enumerated() { slot[offset] = byte }
            bench_batch_set_length(batch, place, Int32(count))
        }
        return batch
    }

    private static func beginning(_ place: Int, _ count: Int) -> [UInt8] {
        let rest = UInt16(count - 20)
        let cookie: [UInt8] = [0x21, 0x12, 0xa4, 0x42]
        return switch place % 6 {
        // A Binding request and an Allocate request with a length that fits and attributes that do not.
        case 0: [0, 1, UInt8(rest >> 8), UInt8(rest & 0xfc)] + cookie
        case 1: [0, 3, UInt8(rest >> 8), UInt8(rest & 0xfc)] + cookie
        // ChannelData, a DTLS handshake record, RTP.
        case 2: [0x40, 0, 0, 16]
        case 3: [22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]
        case 4: [0x80, 96]
        default: []
        }
    }
}
