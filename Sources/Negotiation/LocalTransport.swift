import MediaParameters

/// What this server says about its own end of a transport.
package struct LocalTransport: Sendable, Equatable {
    package var fingerprint: Fingerprint
    /// Where the server can be reached, preferred first.
    package var candidates: [CandidateAddress]
    /// The worker that owns the transport; the username fragment names it.
    package var worker: Int

    package init(fingerprint: Fingerprint, candidates: [CandidateAddress], worker: Int) {
        self.fingerprint = fingerprint
        self.candidates = candidates
        self.worker = worker
    }
}
