import Bytes

/// The last addresses from which authentic checks came; the oldest gives way.
struct ICEValidatedAddresses: Sendable {
    static let limit = 16
    private var addresses: [SocketAddress] = []

    func contains(_ address: SocketAddress) -> Bool { addresses.contains(address) }

    /// The selected address never gives way.
    mutating func insert(_ address: SocketAddress, keeping selected: SocketAddress?) {
        guard !addresses.contains(address) else { return }
        if addresses.count >= Self.limit, let oldest = addresses.firstIndex(where: { $0 != selected }) {
            addresses.remove(at: oldest)
        }
        addresses.append(address)
    }
}
