import Bytes
import STUN

/// What connections tell the worker that serves them, in the order in which it happened.
enum StreamInput {
    case open(UInt64, WorkerStream)
    /// A packet; its bytes stand in the batch.
    case packet(UInt64, offset: Int, count: Int)
    case close(UInt64)
}
