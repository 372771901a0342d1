/// `a=setup` (RFC 4145 §4, RFC 8842 §5): who starts the DTLS handshake.
package enum SetupAttribute: String, AttributeValue {
    package static var name: String { "setup" }
    package static var limit: Int { 4 }

    case active
    case passive
    case actpass
    case holdconn

    package init?(_ text: String) { self.init(rawValue: text) }

    package var text: String { rawValue }
}
