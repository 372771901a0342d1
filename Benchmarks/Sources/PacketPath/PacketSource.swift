import CBench

/// A publisher's packets, sealed ahead of time so that only the engine is measured.
final class PacketSource {
    static let ssrc: UInt32 = 0x1234_5678
    static let payloadType: UInt8 = 96
    static let size = 1100
    static let slotSize = 2048

    let memory: UnsafeMutableRawPointer
    let capacity: Int
    private(set) var sealedCount = 0
    private let cipher: OpaquePointer
    private let burst: Int
    private var counter: UInt64 = 0
    private let plain: [UInt8]

    init(capacity: Int, burst: Int, profile: bench_profile, master: bench_master) {
        self.capacity = capacity
        self.burst = burst
        memory = .allocate(byteCount: capacity * Self.slotSize, alignment: 64)
        var master = master
        cipher = bench_cipher_create(profile, &master)!
        plain = (0..<Self.size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    }

    deinit {
        bench_cipher_destroy(cipher)
        memory.deallocate()
    }

    /// Fills every slot with the next packet of the stream.
    func refill() {
        for slot in 0..<capacity { seal(slot) }
    }

    private func seal(_ slot: Int) {
        let packet = (memory + slot * Self.slotSize).assumingMemoryBound(to: UInt8.self)
        let place = Int(counter % UInt64(burst))
        let frame = counter / UInt64(burst)
        var header: [UInt8] = [0x80, Self.payloadType | (place == burst - 1 ? 0x80 : 0)]
        header += big(counter &+ 1, 2) + big(frame &* 720, 4) + big(UInt64(Self.ssrc), 4)
        for (offset, byte) in header.enumerated() { packet[offset] = byte }
        var payload = Array(plain.dropFirst(12))
        // RFC 7741: X, S on the first packet; I (15 bits), L, T.
        let descriptor: [UInt8] =
            [place == 0 ? 0x90 : 0x80, 0xe0] + big(frame | 0x8000, 2) + [UInt8(frame & 255), 0]
        payload.replaceSubrange(0..<6, with: descriptor)
        if place == 0 { payload.replaceSubrange(6..<16, with: Self.frameStart(isKeyFrame: counter == 0)) }
        sealedCount = Int(bench_seal_rtp(cipher, packet, 12, payload, Int32(payload.count), counter + 1))
        counter += 1
    }

    /// RFC 6386 §9.1.
    private static func frameStart(isKeyFrame: Bool) -> [UInt8] {
        [isKeyFrame ? 0x10 : 0x11, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01]
    }

    private func big(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
    }
}
