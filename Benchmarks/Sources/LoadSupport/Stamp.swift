/// The last 24 bytes of every packet's payload: who sent it, as which, when. At the end, because servers rewrite the codec's descriptor at the front.
package struct Stamp {
    package static let count = 24
    private static let magic: UInt32 = 0x1f0a_d5ed

    package var publisher: UInt32
    package var counter: UInt32
    /// Nanoseconds on the monotonic clock of this process.
    package var sentAt: Int64

    package init(publisher: UInt32, counter: UInt32, sentAt: Int64) {
        self.publisher = publisher
        self.counter = counter
        self.sentAt = sentAt
    }

    package init?(end: UnsafeMutablePointer<UInt8>) {
        let bytes = UnsafeRawPointer(end - Self.count)
        guard bytes.loadUnaligned(as: UInt32.self) == Self.magic else { return nil }
        publisher = bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
        counter = bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        sentAt = bytes.loadUnaligned(fromByteOffset: 16, as: Int64.self)
    }

    package func write(end: UnsafeMutablePointer<UInt8>) {
        let bytes = UnsafeMutableRawPointer(end - Self.count)
        bytes.storeBytes(of: Self.magic, as: UInt32.self)
        bytes.storeBytes(of: publisher, toByteOffset: 4, as: UInt32.self)
        bytes.storeBytes(of: counter, toByteOffset: 8, as: UInt32.self)
        bytes.storeBytes(of: 0, toByteOffset: 12, as: UInt32.self)
        bytes.storeBytes(of: sentAt, toByteOffset: 16, as: Int64.self)
    }
}
