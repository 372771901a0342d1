/// What is kept of what is personal.
enum PersonalParts {
    static func reduced(_ event: AuditEvent, _ addresses: AddressPolicy, _ key: AuditKey) -> AuditEvent {
        guard event.detail["address"] != nil || event.detail["agent"] != nil else { return event }
        var event = event
        event.detail["agent"] = event.detail["agent"].map(UserAgent.family)
        event.detail["address"] = event.detail["address"].flatMap { address($0, addresses, key) }
        return event
    }

    static func address(_ text: String, _ policy: AddressPolicy, _ key: AuditKey) -> String? {
        switch policy {
        case .none: nil
        case .full: text
        case .hashed: key.pseudonym(of: text)
        case .truncated: truncated(text)
        }
    }

    /// 192.0.2.7 becomes 192.0.2.0/24, 2001:db8:1:2::3 becomes 2001:db8:1::/48. What is neither is left out.
    static func truncated(_ text: String) -> String? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) {
            return parts.prefix(3).joined(separator: ".") + ".0/24"
        }
        guard text.contains(":"), text.utf8.count <= 64 else { return nil }
        let mapped = text.split(separator: ":").last.map(String.init) ?? ""
        if mapped.contains(".") { return truncated(mapped) }
        return groups(of: text).map { $0.map { String($0, radix: 16) }.joined(separator: ":") + "::/48" }
    }

    /// The first three groups of an IPv6 address.
    private static func groups(of text: String) -> [UInt16]? {
        let address = text.prefix { $0 != "%" }
        let halves = address.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for half in halves {
            if half.isEmpty, !groups.isEmpty || halves.first?.isEmpty == true { break }
            guard let group = UInt16(half, radix: 16) else { return nil }
            groups.append(group)
        }
        return Array((groups + [0, 0, 0]).prefix(3))
    }
}
