import Bytes
import Glibc
import Synchronization

/// The entry that libFuzzer drives, named by FUZZ_ENTRY.
private let chosen: any FuzzEntry.Type = {
    let name = getenv("FUZZ_ENTRY").map { String(cString: $0) } ?? ""
    let all = FuzzEntries.all + FuzzEntries.further.withLock { $0 }
    guard let entry = all.first(where: { $0.name == name }) else {
        fatalError("FUZZ_ENTRY must be one of \(all.map { $0.name })")
    }
    return entry
}()

/// Where libFuzzer comes in.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: start, count: count))
    do {
        try chosen.run(bytes)
    } catch {
        fatalError("\(chosen.name): \(error)")
    }
    return 0
}
