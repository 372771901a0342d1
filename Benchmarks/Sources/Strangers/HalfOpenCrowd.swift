import CBench
import Glibc

/// Connections that begin and never go on.
struct HalfOpenCrowd {
    private let options: StrangerOptions
    private let hello: [UInt8]

    init(_ options: StrangerOptions) throws(StrangerError) {
        self.options = options
        hello = options.kind == .dtls ? Self.datagramHello() : Self.streamHello()
        guard !hello.isEmpty else { throw .failed("OpenSSL makes no ClientHello") }
    }

    func run() throws(StrangerError) -> String {
        var descriptors: [Int32] = []
        defer { for descriptor in descriptors { close(descriptor) } }
        for number in 0..<options.count {
            let descriptor = open(number)
            guard descriptor >= 0 else {
                throw .failed("connection \(number + 1) was refused: \(String(cString: strerror(errno)))")
            }
            descriptors.append(descriptor)
            let bytes = words(number)
            _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
        for _ in 0..<options.seconds {
            sleep(1)
            guard options.kind == .dtls else { continue }
            for descriptor in descriptors { _ = Glibc.send(descriptor, hello, hello.count, 0) }
        }
        let closed = options.kind == .dtls ? 0 : descriptors.count { bench_is_closed($0) == 1 }
        return "{\"kind\":\"\(options.kind)\",\"opened\":\(descriptors.count),\"closedByServer\":\(closed)}"
    }

    private func open(_ number: Int) -> Int32 {
        guard options.kind != .dtls else { return bench_udp_connect(options.host, options.port, 1 << 16) }
        // 127.0.1.1, 127.0.1.2, …
        return bench_tcp_connect_from(0x7f00_0101 + UInt32(number / 100), options.host, options.port)
    }

    private func words(_ number: Int) -> [UInt8] {
        switch options.kind {
        case .tls: return number % 2 == 0 ? hello : Array(hello[..<(hello.count / 2)])
        case .dtls: return hello
        default:
            let beginnings: [[UInt8]] = [[], Array("GET /health HT".utf8), [22, 3, 1], [0, 1, 0, 8, 0x21]]
            return beginnings[number % beginnings.count]
        }
    }

    private static func datagramHello() -> [UInt8] {
        guard let dtls = bench_dtls_create(1, BENCH_AEAD_AES_128_GCM) else { return [] }
        defer { bench_dtls_destroy(dtls) }
        _ = bench_dtls_advance(dtls)
        var bytes = [UInt8](repeating: 0, count: 2048)
        return Array(bytes[..<max(0, Int(bench_dtls_next(dtls, &bytes, 2048)))])
    }

    private static func streamHello() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 2048)
        return Array(bytes[..<max(0, Int(bench_tls_hello(&bytes, 2048)))])
    }
}
