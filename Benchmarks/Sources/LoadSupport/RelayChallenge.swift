/// A server's last realm and nonce (RFC 8489 §9.2). Clients share them, as our server's nonces serve all ports of an address; another server just asks again.
package final class RelayChallenge {
    var realm: [UInt8] = []
    var nonce: [UInt8] = []

    package init() {}
}
