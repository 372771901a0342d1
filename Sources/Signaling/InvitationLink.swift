/// The address that an invitation is sent as.
package enum InvitationLink {
    /// The token stands behind the `#`: browsers keep that to themselves, so it is in no server's log and in no Referer.
    /// - Parameters:
    ///   - base: such as `https://party.example.org`; `nil` is this machine.
    ///   - room: an identifier, so that it needs no escaping.
    package static func text(base: String?, room: String, token: String, port: UInt16) -> String {
        var base = base ?? "http://localhost:\(port)"
        while base.hasSuffix("/") { base.removeLast() }
        return "\(base)/party/\(room)#token=\(token)"
    }
}
