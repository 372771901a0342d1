/// Addresses of paths that are not plain datagrams. The media path keys everything by `SocketAddress`, so a TCP connection or a TURN allocation
/// gets one inside 100::/64, the discard-only prefix (RFC 6666): nothing real can come from there.
///
/// `low` is worker (8 bits), kind (8 bits) and an index (48 bits) that its owner never uses twice. The port is that of the relayed address, where there
/// is one, or 0; the scope is a mark, by which other workers too can tell what the owner knows about whoever is behind the address.
extension SocketAddress {
    /// What stands behind a virtual address.
    public enum VirtualKind: UInt8, Sendable, CaseIterable {
        /// A TCP or TLS connection; packets are framed (RFC 4571, or TURN's own framing).
        case stream = 1
        /// The relayed side of a TURN allocation that has no socket.
        case relayed = 2
    }

    /// The discard-only prefix, 100::/64.
    @inlinable public static var virtualPrefix: UInt64 { 0x0100_0000_0000_0000 }
    /// Bits that an index may have.
    @inlinable public static var virtualIndexMask: UInt64 { 0xffff_ffff_ffff }

    /// - Parameters:
    ///   - worker: the worker that owns what stands behind the address.
    ///   - index: names it among its kind on that worker, in 48 bits; higher bits are cut off.
    ///   - port: of the relayed address.
    ///   - mark: like the port, the same for as long as the address is used.
    @inlinable
    public init(virtual kind: VirtualKind, worker: UInt8, index: UInt64, port: UInt16 = 0, mark: UInt32 = 0) {
        self.init(
            high: Self.virtualPrefix,
            low: UInt64(worker) << 56 | UInt64(kind.rawValue) << 48 | index & Self.virtualIndexMask,
            port: port, scope: mark)
    }

    /// A datagram that claims such a source is forged and has to be dropped.
    @inlinable public var isVirtual: Bool { high == Self.virtualPrefix }

    /// Meaningful when `isVirtual`.
    @inlinable public var virtualWorker: Int { Int(low >> 56) }
    /// Nil for an address that is not virtual, or of no kind we know.
    @inlinable public var virtualKind: VirtualKind? {
        isVirtual ? VirtualKind(rawValue: UInt8(truncatingIfNeeded: low >> 48)) : nil
    }
    /// Meaningful when `isVirtual`.
    @inlinable public var virtualIndex: UInt64 { low & Self.virtualIndexMask }
    /// Meaningful when `isVirtual`.
    @inlinable public var virtualMark: UInt32 { scope }
}
