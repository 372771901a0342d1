import Bytes
import CLinux

/// Brings runs of a `SendQueue` into one message each: equal-sized datagrams to one destination, which the kernel cuts apart (UDP_SEGMENT).
struct DatagramRun {
    let sender: OpaquePointer

    /// Adds the longest run that one send can carry and returns the entry after it, or -1.
    func append(startingAt first: Int, of queue: borrowing SendQueue, segments: Bool) -> Int {
        let head = queue.entry(first)
        let header = head.channel == 0 ? 0 : 4
        var address = head.destination.kernel
        clinux_sender_begin(sender, &address)
        append(first, head, of: queue)
        var total = Int(head.count) + header
        var count = 1
        var next = Int(head.next)
        while segments, next >= 0, count < CLINUX_SEGMENTS_MAX {
            let entry = queue.entry(next)
            guard entry.count <= head.count, total + Int(entry.count) + header <= 65_000 else { break }
            append(next, entry, of: queue)
            total += Int(entry.count) + header
            count += 1
            next = Int(entry.next)
            // Only the last segment may be shorter.
            if entry.count < head.count { break }
        }
        clinux_sender_end(sender, count > 1 ? head.count + UInt16(header) : 0)
        return next
    }

    private func append(_ index: Int, _ entry: SendQueue.Entry, of queue: borrowing SendQueue) {
        let bytes = queue.address(of: index)
        if entry.channel == 0 {
            clinux_sender_append(sender, bytes, UInt32(entry.count))
        } else {
            clinux_sender_append_channel(sender, entry.channel, bytes, UInt32(entry.count))
        }
    }
}
