import Glibc

/// The server cannot listen where it should.
struct PortError: StartError, Equatable {
    let transport: String
    let host: String
    let port: UInt16
    let errno: Int32
    /// The settings that choose another.
    var portKey = ConfigurationKey.port
    var hostKey = ConfigurationKey.host

    /// EX_UNAVAILABLE.
    var exitCode: Int32 { 69 }

    var description: String {
        let place = "\(transport) port \(port) on \(host)"
        return switch errno {
        case EADDRINUSE:
            "\(place) is taken by another program. Stop that one, or choose another port with \(portKey.flag)."
        case EACCES:
            "\(place) needs more rights: ports below 1024 are for root, or for a program with CAP_NET_BIND_SERVICE."
        case EADDRNOTAVAIL:
            "this machine has no address \(host). Choose one of its own with \(hostKey.flag), or leave it out."
        default: "\(place) cannot be opened: \(String(cString: strerror(errno)))."
        }
    }
}
