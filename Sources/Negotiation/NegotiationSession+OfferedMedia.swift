import MediaParameters

extension NegotiationSession {
    /// The m-lines of an offer that would be accepted, in order. Throws like `answer` for an offer that is wrong by itself.
    package static func media(in offer: String) throws(NegotiationError) -> [OfferedMedia] {
        try Offer(parsing: offer, allowing: .sendrecv).lines.compactMap { line in
            guard line.isAccepted, let mid = line.mid, let kind = line.kind else { return nil }
            return OfferedMedia(mid: mid, kind: kind, direction: line.direction)
        }
    }
}
