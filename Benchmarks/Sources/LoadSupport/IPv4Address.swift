/// An address and port in the machine's byte order.
package struct IPv4Address: Equatable, CustomStringConvertible {
    package let address: UInt32
    package let port: UInt16

    package init(address: UInt32, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// Of four decimal numbers with dots between them.
    package init?(host: String, port: UInt16) {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4, !parts.contains(nil) else { return nil }
        self.init(address: parts.reduce(0) { $0 << 8 | UInt32($1!) }, port: port)
    }

    package var description: String {
        stride(from: 24, through: 0, by: -8).map { "\(address >> UInt32($0) & 255)" }.joined(separator: ".")
            + ":\(port)"
    }
}
