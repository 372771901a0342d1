import Bytes

extension TURNServer {
    /// When `advance` has something to do.
    package var deadline: MonotonicTime { allocations.count == 0 ? .never : nextSweep }

    /// Ends what has expired. Once a second is often enough: whatever uses a permission or a channel looks at its time itself.
    /// - Returns: whether it was time to look.
    @discardableResult
    package mutating func advance(to now: MonotonicTime) -> Bool {
        guard now >= nextSweep else { return false }
        nextSweep = now + .seconds(1)
        for index in 0..<allocations.indexEnd {
            guard let handle = allocations.handle(at: index) else { continue }
            expire(handle, now: now)
        }
        return true
    }

    private mutating func expire(_ handle: Handle<Allocation>, now: MonotonicTime) {
        guard allocations[handle].expires > now else { return remove(handle) }
        let gone = allocations[handle].leases.filter { $0.expires <= now }
        if !gone.isEmpty { release(gone, of: handle) }
        allocations[handle].forgetExpired(at: now)
    }

    /// A client's TCP or TLS connection is gone, and its allocation with it (RFC 8656 §3.1).
    package mutating func disconnect(_ path: SocketAddress) {
        if let handle = clients[path] { remove(handle) }
    }

    /// Credentials have been issued to a member: from now on their name is known by its USERHASH.
    package mutating func learn(username: String, now: MonotonicTime) {
        guard configuration.offersUserhash, let username = TURNUsername(Array(username.utf8)) else { return }
        known.add(username, realm: realm, unixTime: unixTime(now))
    }

    /// A member has left or was removed: its allocations end at once and its credentials are void (attacks T13, W12).
    /// - Parameter username: the last user name issued to the member.
    package mutating func revoke(username: String, now: MonotonicTime) {
        guard let username = TURNUsername(Array(username.utf8)) else { return }
        let identity = username.identity
        known.revoke(identity, until: username.expires, unixTime: unixTime(now))
        for index in 0..<allocations.indexEnd {
            guard let handle = allocations.handle(at: index), allocations[handle].username.identity == identity else {
                continue
            }
            remove(handle)
        }
    }
}
