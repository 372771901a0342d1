import Crypto

/// The tokens by which members come back to their seats. Only hashes are kept: whoever reads the database cannot take a seat.
struct ResumeTokens {
    /// Tokens of kicked members that are remembered; beyond it the oldest are only void.
    private static let mostKicked = 1_000

    private var members: [String: String] = [:]
    private(set) var hashes: [String: String] = [:]
    /// Of those who were kicked, oldest first.
    private(set) var kicked: [String]

    /// - Parameter hashes: by member.
    init(hashes: [String: String] = [:], kicked: [String] = []) {
        self.hashes = hashes
        self.kicked = kicked
        for (member, hash) in hashes { members[hash] = member }
    }

    /// A new token for a member; the one before is void.
    mutating func issue(to member: String) -> String {
        var generator = SystemRandomNumberGenerator()
        let token = RandomName.resource(using: &generator)
        revoke(member)
        let hash = Self.hash(token)
        members[hash] = member
        hashes[member] = hash
        return token
    }

    /// Whose token it is; good once.
    mutating func redeem(_ token: String) -> String? {
        guard let member = members.removeValue(forKey: Self.hash(token)) else { return nil }
        hashes[member] = nil
        return member
    }

    mutating func revoke(_ member: String) {
        if let hash = hashes.removeValue(forKey: member) { members[hash] = nil }
    }

    /// The member's token is void, and known as that of somebody who was kicked.
    mutating func kick(_ member: String) {
        if let hash = hashes[member] { kicked.append(hash) }
        kicked.removeFirst(max(0, kicked.count - Self.mostKicked))
        revoke(member)
    }

    func isKicked(_ token: String) -> Bool { kicked.contains(Self.hash(token)) }

    /// Forgets the tokens of those whom nobody expects any more.
    mutating func keep(where isExpected: (String) -> Bool) {
        for member in hashes.keys where !isExpected(member) { revoke(member) }
    }

    private static func hash(_ token: String) -> String {
        SHA256.hash(data: Array(token.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
