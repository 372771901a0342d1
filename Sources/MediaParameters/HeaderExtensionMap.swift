/// The ids of the header extensions of one m-line, in both directions of look-up. Ids are 1–14 (one-byte form) or up to 255 (two-byte form).
package struct HeaderExtensionMap: Sendable, Equatable {
    /// Indexed by `HeaderExtension.rawValue`; 0 means not negotiated.
    private var ids: [10 of UInt8] = .init(repeating: 0)

    package init() {}

    /// The id under which the extension is negotiated, or 0.
    @inlinable
    package subscript(_ kind: HeaderExtension) -> UInt8 {
        get { id(at: Int(kind.rawValue)) }
        set { setID(newValue, at: Int(kind.rawValue)) }
    }

    /// The extension negotiated under this id, or `nil`.
    package func kind(of id: UInt8) -> HeaderExtension? {
        guard id != 0 else { return nil }
        for kind in HeaderExtension.allCases where ids[Int(kind.rawValue)] == id { return kind }
        return nil
    }

    @usableFromInline func id(at index: Int) -> UInt8 { ids[index] }
    @usableFromInline mutating func setID(_ id: UInt8, at index: Int) { ids[index] = id }

    package static func == (left: Self, right: Self) -> Bool {
        HeaderExtension.allCases.allSatisfy { left[$0] == right[$0] }
    }
}
