import Bytes
import SecureTransport

/// Senders side by side; an array holds nothing that cannot be copied.
struct CipherRow: ~Copyable {
    private let places: UnsafeMutableBufferPointer<SRTPSender>

    init(_ keys: [SRTPKeyMaterial]) {
        places = .allocate(capacity: keys.count)
        for (place, key) in keys.enumerated() { places.initializeElement(at: place, to: SRTPSender(key)) }
    }

    deinit {
        places.deinitialize()
        places.deallocate()
    }

    @_lifetime(slot: copy slot)
    mutating func seal(_ receiver: Int, _ payload: RawSpan, index: UInt64, slot: inout MutableRawSpan) -> Int {
        places[receiver].sealRTP(headerCount: 20, payload: payload, index: index, slot: &slot)
    }
}
