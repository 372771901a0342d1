/// Why a datagram or packet went no further. Each is a counter; nothing hostile is worth more than that.
package enum DropReason: Int, Sendable, CaseIterable {
    case empty
    case unknownFirstByte
    case malformedSTUN
    case unknownFragment
    case iceRefused
    /// By relay credentials of another room.
    case foreignRoom
    case unknownAddress
    case unvalidatedAddress
    case halfOpenLimit
    case unexpectedDTLS
    case noKeys
    case malformedRTP
    case replay
    case authentication
    case tooManySources
    case tooShort
    case unknownSource
    case unknownPayloadType
    case malformedPayload
    case malformedRTCP
    case sendQueueFull
    case sealFailed
    case retransmissionBudget
    case notInHistory
    case handoverFull
    case outboundRefused

    /// Name in /metrics: words of the case joined by underscores, abbreviations in one piece.
    package var name: String {
        var name = ""
        var wasCapital = false
        for character in "\(self)" {
            if character.isUppercase, !wasCapital { name += "_" }
            wasCapital = character.isUppercase
            name += character.lowercased()
        }
        return name
    }
}
