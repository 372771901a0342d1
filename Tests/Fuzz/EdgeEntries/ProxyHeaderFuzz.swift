import Bytes
import Edge
import FuzzEntries

/// What a proxy says before a connection, one byte after the other.
package enum ProxyHeaderFuzz: FuzzEntry {
    package static let name = "proxy-header"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        let answer = ProxyHeader(bytes)
        if case .header(_, let count) = answer {
            try promise((8...bytes.byteCount).contains(count), "\(count) of \(bytes.byteCount) bytes taken")
        }
        if answer == .incomplete { try promise(bytes.byteCount < 16 + 4096, "still waiting after \(bytes.byteCount)") }
        for count in 0..<min(bytes.byteCount, 160) {
            guard let prefix = bytes.slice(at: 0, count: count) else { return }
            let early = ProxyHeader(prefix)
            try promise(early == .incomplete || early == answer, "another answer after \(count) bytes")
        }
    }
}
