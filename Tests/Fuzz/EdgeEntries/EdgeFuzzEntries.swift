import FuzzEntries
import Synchronization

/// Entries for what arrives on the TCP port.
package enum EdgeFuzzEntries {
    package static let all: [any FuzzEntry.Type] = [
        StreamSnifferFuzz.self, ProxyHeaderFuzz.self, HTTPFuzz.self, WebSocketFuzz.self,
    ]
}

/// libFuzzer calls this once, before the first input.
@_cdecl("LLVMFuzzerInitialize")
public func initializeEdgeFuzzing(
    _ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
    FuzzEntries.further.withLock { $0 = EdgeFuzzEntries.all }
    return 0
}
