import MediaParameters

/// What a browser would be given to find the server.
struct BrowserView: Sendable {
    let candidates: [CandidateAddress]
    /// URLs of the relay (RFC 7065), likeliest first.
    let relay: [String]
}
