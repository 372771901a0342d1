import Crypto

/// A row in the one form that is hashed: each field with its length before it, so that no two rows have the same bytes.
struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    /// Room for an ordinary row.
    init() { bytes.reserveCapacity(384) }

    mutating func add(_ value: Int64) {
        bytes.append(8)
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func add(_ value: Int64?) {
        guard let value else { return bytes.append(0) }
        add(value)
    }

    mutating func add(_ text: String?) {
        guard let text else { return bytes.append(0) }
        bytes.append(1)
        add(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(_ raw: [UInt8]?) {
        guard let raw else { return bytes.append(0) }
        bytes.append(2)
        add(Int64(raw.count))
        bytes.append(contentsOf: raw)
    }

    /// The hash of a row and of all before it.
    func hash(after previous: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: bytes)
        return Array(hash.finalize())
    }
}
