import STUN

/// What matters of an authenticated check.
struct ICECheck {
    let priority: UInt32
    let isNominating: Bool

    init(_ message: borrowing STUNMessageView) {
        priority = message.uint32(.priority) ?? 0
        isNominating = message.contains(.useCandidate)
    }
}
