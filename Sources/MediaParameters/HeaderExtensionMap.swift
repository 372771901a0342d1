/// The ids of the header extensions of one m-line, in both directions of look-up. Ids are 1–14 (one-byte form) or up to 255 (two-byte form).
package struct HeaderExtensionMap: Sendable, Equatable {
    /// Indexed by `HeaderExtension.rawValue`; 0 means not negotiated.
    @usableFromInline var ids: [10 of UInt8] = .init(repeating: 0)
    /// Indexed by id: raw value + 1, 0 for none. Every received packet looks up its one-byte ids here.
    @usableFromInline var kinds: [16 of UInt8] = .init(repeating: 0)

    package init() {}

    /// The id under which the extension is negotiated, or 0.
    @inlinable
    package subscript(_ kind: HeaderExtension) -> UInt8 {
        get { ids[Int(kind.rawValue)] }
        set { set(newValue, of: kind) }
    }

    /// The extension negotiated under this id, or `nil`.
    @inlinable
    package func kind(of id: UInt8) -> HeaderExtension? { HeaderExtension(rawValue: rawKind(of: id)) }

    /// The same as a raw value, which costs the packet path no enum conversion; `UInt8.max` for none.
    @inlinable
    package func rawKind(of id: UInt8) -> UInt8 {
        id < 16 ? kinds[Int(id)] &- 1 : firstKind(of: id)?.rawValue ?? .max
    }

    @usableFromInline
    mutating func set(_ id: UInt8, of kind: HeaderExtension) {
        let former = ids[Int(kind.rawValue)]
        ids[Int(kind.rawValue)] = id
        for changed in [former, id] where changed != 0 && changed < 16 {
            kinds[Int(changed)] = firstKind(of: changed).map { $0.rawValue + 1 } ?? 0
        }
    }

    @usableFromInline
    func firstKind(of id: UInt8) -> HeaderExtension? {
        guard id != 0 else { return nil }
        for kind in HeaderExtension.allCases where ids[Int(kind.rawValue)] == id { return kind }
        return nil
    }

    package static func == (left: Self, right: Self) -> Bool {
        HeaderExtension.allCases.allSatisfy { left[$0] == right[$0] }
    }
}
