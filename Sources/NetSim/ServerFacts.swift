import Bytes
import MediaParameters

/// What peers know of the server before they connect.
package struct ServerFacts: Sendable {
    package var address: SocketAddress
    package var fingerprint: Fingerprint
    package var worker: Int

    package init(address: SocketAddress, fingerprint: Fingerprint, worker: Int) {
        self.address = address
        self.fingerprint = fingerprint
        self.worker = worker
    }
}
