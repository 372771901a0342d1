import Bytes

/// The operator's page.
package struct AdminSettings: Sendable, Equatable {
    package var host = SocketAddress(ipv4: 0x7f00_0001, port: 0)
    /// nil serves none.
    package var port: UInt16?
    /// nil makes one at each start and prints it.
    package var token: Secret?

    package init() {}
}
