/// What the TURN server relays.
package enum RelayMode: String, CaseIterable, Sendable {
    case off
    /// To this server's own media address only, without a socket.
    case closed
    /// To anybody who is not denied, as RFC 8656 has it.
    case open
}
