import Bytes
import MediaParameters

/// What peers know of the server before they connect.
struct ServerFacts {
    var address: SocketAddress
    var fingerprint: Fingerprint
    var worker: Int
}
