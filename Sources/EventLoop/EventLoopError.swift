package enum EventLoopError: Error, Equatable {
    /// A system call failed; `errno` says why.
    case system(call: String, errno: Int32)
}
