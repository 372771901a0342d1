import CLinux

/// What the allocator keeps although nobody uses it.
package enum FreeMemory {
    /// Gives it back to the system, whole pages in the middle of the heap too. Threads that allocate wait meanwhile, some milliseconds for each hundred MB.
    package static func giveBack() { clinux_give_back_free_memory() }
}
