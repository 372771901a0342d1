import Glibc

/// Frames of an IVF file of VP8, for loads that a real decoder looks at. The first must be a key frame.
struct MediaFile {
    private(set) var frames: [[UInt8]] = []
    /// Nanoseconds a frame.
    private(set) var interval: Int64 = 33_333_333

    init(path: String) throws(LoadError) {
        let bytes = try Self.read(path)
        guard bytes.count > 32, bytes.starts(with: Array("DKIF".utf8)), Array(bytes[8..<12]) == Array("VP80".utf8)
        else {
            throw .usage("\(path) is no IVF file of VP8")
        }
        let rate = Self.little(bytes, 16, 4), scale = Self.little(bytes, 20, 4)
        if rate > 0, scale > 0 { interval = 1_000_000_000 * Int64(scale) / Int64(rate) }
        var position = Self.little(bytes, 6, 2)
        while position + 12 <= bytes.count {
            let count = Self.little(bytes, position, 4)
            position += 12
            guard count > 0, position + count <= bytes.count else { break }
            frames.append(Array(bytes[position..<(position + count)]))
            position += count
        }
        guard !frames.isEmpty else { throw .usage("\(path) has no frames") }
    }

    private static func little(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    private static func read(_ path: String) throws(LoadError) -> [UInt8] {
        let fd = open(path, O_RDONLY)
        guard fd >= 0 else { throw .usage("cannot read \(path)") }
        defer { close(fd) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(fd, &buffer, buffer.count)
            guard count > 0 else { return result }
            result += buffer[..<count]
        }
    }
}
