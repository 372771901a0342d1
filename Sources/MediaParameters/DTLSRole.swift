package enum DTLSRole: UInt8, Sendable {
    case client
    case server
}
