import CBench
import Glibc

/// Straight to the server's UDP port.
package final class DatagramPath: PacketPath {
    package let descriptor: Int32

    package init(host: String, port: UInt16) throws(PathFailure) {
        descriptor = bench_udp_connect(host, port, 1 << 20)
        guard descriptor >= 0 else { throw PathFailure("no socket to \(host):\(port)") }
    }

    deinit { close(descriptor) }

    package func send(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        Glibc.send(descriptor, bytes, count, 0) >= 0
    }

    package func send(batch: OpaquePointer, _ count: Int) -> Int {
        Int(bench_batch_send(batch, descriptor, Int32(count)))
    }

    package func receive(_ batch: OpaquePointer, _ body: (UnsafeMutablePointer<UInt8>, Int) -> Void) {
        for place in 0..<bench_batch_receive(batch, descriptor) {
            body(bench_batch_slot(batch, place), Int(bench_batch_length(batch, place)))
        }
    }
}
