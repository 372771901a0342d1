import CLinux

/// Cores that this process may use: fewer than the machine has where a service is kept to some of them.
package enum Cores {
    /// `nil` when the kernel does not say.
    package static var allowed: Int? {
        let count = Int(clinux_allowed_cores())
        return count > 0 ? count : nil
    }
}
