import Bytes
import Edge
import FuzzEntries

/// The first bytes of a connection, one after the other.
package enum StreamSnifferFuzz: FuzzEntry {
    package static let name = "stream-sniffer"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        let all = bytes.array()
        let answer = StreamSniffer.kind(of: all)
        try promise(
            answer != nil || all.count < StreamSniffer.mostBytes, "no answer after \(StreamSniffer.mostBytes) bytes")
        for count in 0..<min(all.count, 64) {
            let early = StreamSniffer.kind(of: all.prefix(count))
            try promise(early == nil || early == answer, "another answer after \(count) bytes")
            // A slice does not begin at 0.
            let slice = ([0xFF] + all.prefix(count)).dropFirst()
            try promise(StreamSniffer.kind(of: slice) == early, "a slice is taken for something else")
        }
    }
}
