/// What one worker tells another through their ring.
enum HandoverKind: UInt8 {
    /// A datagram that belongs to the reader.
    case datagram
    /// The address of the header belongs to the writer from now on; no bytes.
    case claim
    /// It does no more.
    case release
    /// A packet to the virtual address of the header, behind which the reader owns a connection or an allocation.
    case reply
    /// The path behind the virtual address of the header has ended; no bytes.
    case gone
}
