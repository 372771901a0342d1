/// What carries a stream of packets.
package enum StreamTransport: Sendable {
    case tcp
    case tls
}
