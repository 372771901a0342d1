/// The part of a file that a request wants (RFC 9110 §14): players seek in a film by asking for the bytes around the place.
struct ByteRange: Equatable {
    enum Request: Equatable {
        /// Nothing, several parts, or something else than bytes: all of it is an answer to each (§14.2).
        case whole
        case part(ByteRange)
        /// None of it is there (§15.5.17).
        case unsatisfiable
    }

    var bounds: Range<Int>

    /// As `Content-Range` says it of a file of `size` bytes.
    func description(of size: Int) -> String { "bytes \(bounds.lowerBound)-\(bounds.upperBound - 1)/\(size)" }

    /// - Parameter header: of `Range`, or nil.
    static func requested(by header: String?, of size: Int) -> Request {
        guard let header, let equals = header.firstIndex(of: "="),
            header[..<equals].lowercased().filter({ $0 != " " }) == "bytes"
        else { return .whole }
        let parts = header[header.index(after: equals)...].filter { $0 != " " && $0 != "\t" }
            .split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return .whole }
        return parts[0].isEmpty ? suffix(parts[1], of: size) : from(parts[0], to: parts[1], of: size)
    }

    private static func suffix(_ length: Substring, of size: Int) -> Request {
        guard let length = number(length) else { return .whole }
        guard length > 0, size > 0 else { return .unsatisfiable }
        return .part(ByteRange(bounds: max(0, size - min(length, size))..<size))
    }

    private static func from(_ first: Substring, to last: Substring, of size: Int) -> Request {
        guard let first = number(first) else { return .whole }
        let last = last.isEmpty ? Int.max : number(last)
        guard let last, last >= first else { return .whole }
        guard first < size else { return .unsatisfiable }
        return .part(ByteRange(bounds: first..<min(last, size - 1) + 1))
    }

    /// Digits only; a number beyond all files is the largest there is.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? Int.max
    }
}
