/// Why somebody does not come in. The descriptions are for the person at the door: they say nothing of the key.
package enum AccessError: Error, Equatable, CustomStringConvertible {
    case weakSecret(bytes: Int)
    case tooLong
    case malformed
    case wrongAlgorithm
    case forged
    case expired
    case wrongRoom
    case usedUp
    case withdrawn
    case unusable(field: String)

    /// One word for the record.
    package var word: String {
        switch self {
        case .weakSecret: "weak-secret"
        case .tooLong: "too-long"
        case .malformed: "malformed"
        case .wrongAlgorithm: "wrong-algorithm"
        case .forged: "forged"
        case .expired: "expired"
        case .wrongRoom: "wrong-room"
        case .usedUp: "used-up"
        case .withdrawn: "withdrawn"
        case .unusable(let field): "unusable " + field
        }
    }

    package var description: String {
        switch self {
        case .weakSecret(let bytes):
            "The secret has \(bytes) bytes; HS256 needs at least \(InvitationKey.leastSecret) (RFC 7518 section 3.2). \"openssl rand -hex 32\" makes a good one."
        case .tooLong: "The invitation is longer than \(InvitationKey.longestToken) bytes."
        case .malformed: "This is not an invitation: copy the whole link."
        case .wrongAlgorithm: "The invitation is not signed with HS256."
        case .forged: "The invitation was not made by this server, or its secret has changed. Ask for a new link."
        case .expired: "The invitation has expired. Ask for a new link."
        case .wrongRoom: "The invitation is for another room."
        case .usedUp: "The invitation has been used as often as it may be. Ask for a new link."
        case .withdrawn: "The invitation has been taken back."
        case .unusable(let field): "The invitation's \(field) cannot be used."
        }
    }
}
