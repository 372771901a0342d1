import Bytes
import CLinux
import Glibc

/// A bound, non-blocking UDP socket that shares its port with the sockets of the other workers (SO_REUSEPORT).
package struct UDPSocket: ~Copyable {
    package let descriptor: Int32
    package let port: UInt16
    private let sender: OpaquePointer
    private var segments = true

    /// `::` with port 0 binds any port on every address of both families. Buffers are asked for in bytes; the kernel's own limit may be lower.
    package init(bind address: SocketAddress, bufferBytes: Int32 = 4 << 20) throws(EventLoopError) {
        var local = address.kernel
        descriptor = clinux_udp_open(&local, bufferBytes)
        guard descriptor >= 0 else { throw .system(call: "bind", errno: -descriptor) }
        port = clinux_udp_port(descriptor)
        sender = clinux_sender_create(descriptor)
    }

    deinit {
        clinux_sender_destroy(sender)
        close(descriptor)
    }

    /// Sends all of the queue and empties it: runs of equal size to one destination as one segmented send (UDP_SEGMENT).
    /// Datagrams that the kernel refuses (buffer full, no route) are lost, as in any network.
    /// - Returns: the number of refused sends.
    package mutating func flush(_ queue: inout SendQueue) -> Int {
        var refused = 0
        let run = DatagramRun(sender: sender)
        for destination in 0..<queue.destinationCount {
            var next = queue.head(destination)
            while next >= 0 {
                if clinux_sender_has_room(sender) == 0 { refused += flushBatch() }
                next = run.append(startingAt: next, of: queue, segments: segments)
            }
        }
        refused += flushBatch()
        queue.removeAll()
        return refused
    }

    private mutating func flushBatch() -> Int {
        var error: Int32 = 0
        var segmentationFailed: Int32 = 0
        let refused = clinux_sender_flush(sender, &error, &segmentationFailed)
        if segmentationFailed != 0 { segments = false }
        return Int(refused)
    }
}
