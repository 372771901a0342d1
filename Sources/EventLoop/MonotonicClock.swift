import Bytes
import CLinux
import Glibc

/// The one place where the media plane reads a clock, or waits for it.
package enum MonotonicClock {
    package static func now() -> MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }

    /// Holds the calling thread up; not at all when the time has passed.
    static func sleep(until end: MonotonicTime) {
        var time = timespec()
        time.tv_sec = Int(end.nanoseconds / 1_000_000_000)
        time.tv_nsec = Int(end.nanoseconds % 1_000_000_000)
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }
}
