import MediaParameters

extension MediaDirection {
    init(sends: Bool, receives: Bool) {
        switch (sends, receives) {
        case (true, true): self = .sendrecv
        case (true, false): self = .sendonly
        case (false, true): self = .recvonly
        case (false, false): self = .inactive
        }
    }

    /// What remains of the direction when only `allowed` is.
    func limited(to allowed: MediaDirection) -> MediaDirection {
        MediaDirection(sends: sends && allowed.sends, receives: receives && allowed.receives)
    }
}
