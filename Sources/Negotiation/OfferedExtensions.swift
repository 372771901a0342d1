import MediaParameters
import SDP

/// The header extensions of one m-line that the server knows and may use in the m-line's directions.
struct OfferedExtensions {
    /// In the offer's order, with the offer's direction.
    private(set) var accepted: [ExtensionAttribute] = []
    /// What the client may put into packets it sends.
    private(set) var uplink = HeaderExtensionMap()
    /// What the client reads in packets it receives.
    private(set) var slot = HeaderExtensionMap()

    init() {}

    init(_ offered: [ExtensionAttribute], direction: MediaDirection, allowsMixed: Bool) {
        // Ids above 14 exist only in the two-byte form (RFC 8285 §4.3), 15 in neither.
        let ids: ClosedRange<UInt16> = 1...(allowsMixed ? 255 : 14)
        for attribute in offered where ids.contains(attribute.id) && attribute.id != 15 {
            guard let kind = HeaderExtension(uri: attribute.uri) else { continue }
            add(attribute, kind, id: UInt8(truncatingIfNeeded: attribute.id), direction)
        }
    }

    private mutating func add(
        _ attribute: ExtensionAttribute, _ kind: HeaderExtension, id: UInt8, _ direction: MediaDirection
    ) {
        guard uplink.kind(of: id) == nil, slot.kind(of: id) == nil, uplink[kind] == 0, slot[kind] == 0 else { return }
        let way = attribute.direction ?? .sendrecv
        let sends = direction.sends && way.sends
        let receives = direction.receives && way.receives && kind.existsTowardsReceivers
        if sends { uplink[kind] = id }
        if receives { slot[kind] = id }
        // An m-line at rest keeps its extensions, so that waking it up changes nothing else.
        if sends || receives || direction == .inactive { accepted.append(attribute) }
    }

    func contains(_ kind: HeaderExtension) -> Bool {
        uplink[kind] != 0 || slot[kind] != 0
    }
}

extension HeaderExtension {
    /// A slot is one stream: nothing is told apart by rid there.
    fileprivate var existsTowardsReceivers: Bool {
        self != .rid && self != .repairedRid
    }
}
