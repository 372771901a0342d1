import Bytes
import CLinux
import Glibc
import Synchronization

/// One thread that waits in epoll, runs its handler once a turn and, between turns, the jobs of the actors whose executor it is.
package final class EventLoop: SerialExecutor, @unchecked Sendable {
    private static let wakeTag: UInt64 = 0
    private static let firstTag: UInt64 = 2

    private let epoll: Int32
    private let wakeup: Int32
    private let lock = PthreadMutex()
    /// Guarded by `lock`.
    private var jobs: [UnownedJob] = []
    /// Guarded by `lock`: whether somebody has been told that there are jobs.
    private var isWoken = false
    /// Guarded by `lock`: after the thread has ended, whoever brings a job runs it.
    private var hasEnded = false
    private var isDrainingAfterEnd = false
    private let isStopping = Atomic<Bool>(false)
    private let threadID = Atomic<UInt>(0)
    private var thread = pthread_t()
    private let name: String
    /// Touched by the loop's thread only.
    private var pacing: TurnPacing
    /// Tags of the descriptors that the last wait found readable, those beyond the first one. Touched by the loop's thread only.
    private var ready: [UInt32] = []

    /// - Parameter spacing: what turns that read datagrams keep between them under load; see `TurnPacing`.
    package init(name: String, spacing: TimeSpan = .milliseconds(1)) throws(EventLoopError) {
        self.name = name
        pacing = TurnPacing(interval: spacing)
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .system(call: "epoll_create1", errno: errno) }
        wakeup = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard wakeup >= 0 else { throw .system(call: "eventfd", errno: errno) }
        try watch(wakeup, tag: Self.wakeTag)
    }

    deinit {
        close(epoll)
        close(wakeup)
    }

    /// Turns are told when this descriptor can be read.
    package func watch(_ descriptor: Int32) throws(EventLoopError) { try watch(descriptor, tag: 1) }

    /// Turns find `tag` among `takeReady` when this descriptor can be read.
    package func watch(_ descriptor: Int32, as tag: UInt32) throws(EventLoopError) {
        try watch(descriptor, tag: Self.firstTag + UInt64(tag))
    }

    /// To be called before the descriptor is closed.
    package func unwatch(_ descriptor: Int32) { clinux_epoll_remove(epoll, descriptor) }

    /// What was found readable since the last call. For the loop's own thread.
    package func takeReady(_ body: (UInt32) -> Void) {
        guard !ready.isEmpty else { return }
        for tag in ready { body(tag) }
        ready.removeAll(keepingCapacity: true)
    }

    private func watch(_ descriptor: Int32, tag: UInt64) throws(EventLoopError) {
        let status = clinux_epoll_add(epoll, descriptor, tag)
        guard status == 0 else { throw .system(call: "epoll_ctl", errno: -status) }
    }

    /// Starts the thread. The handler is kept until the loop has ended.
    package func start(_ handler: any EventLoopHandler) {
        let context = Unmanaged.passRetained(ThreadContext(loop: self, handler: handler))
        pthread_create(
            &thread, nil,
            { argument in
                let context = Unmanaged<ThreadContext>.fromOpaque(argument!).takeRetainedValue()
                context.loop.run(context.handler)
                return nil
            }, context.toOpaque())
    }

    /// Ends the thread after its current turn and waits for it. Not to be called on the loop's own thread.
    package func stop() {
        guard !isStopping.exchange(true, ordering: .acquiringAndReleasing) else { return }
        signal()
        if thread != pthread_t() { pthread_join(thread, nil) }
        lock.withLock { hasEnded = true }
        drainAfterEnd()
    }

    /// Makes the next turn begin at once, from any thread.
    package func wake() {
        let mustSignal = lock.withLock { () -> Bool in
            defer { isWoken = true }
            return !isWoken
        }
        if mustSignal { signal() }
    }

    private func signal() {
        var one: UInt64 = 1
        _ = write(wakeup, &one, 8)
    }

    private func run(_ handler: any EventLoopHandler) {
        threadID.store(UInt(pthread_self()), ordering: .releasing)
        clinux_name_thread(String(name.prefix(15)))
        var readable = false
        while !isStopping.load(ordering: .acquiring) {
            let began = MonotonicClock.now()
            let readsDatagrams = readable || !ready.isEmpty
            let turn = handler.turn(readable: readable)
            runJobs()
            // Control calls that come meanwhile wait too.
            if readsDatagrams, let end = pacing.restEnd(afterTurnAt: began, turn) {
                MonotonicClock.sleep(until: min(end, turn.deadline))
            }
            readable = wait(until: turn.deadline)
        }
        runJobs()
    }

    private func wait(until deadline: MonotonicTime) -> Bool {
        var events = [64 of epoll_event](repeating: epoll_event())
        var span = events.mutableSpan
        let count = span.withUnsafeMutableBufferPointer { buffer in
            epoll_wait(epoll, buffer.baseAddress!, Int32(buffer.count), timeout(until: deadline))
        }
        var readable = false
        for index in 0..<Int(max(count, 0)) {
            var event = events[index]
            switch clinux_epoll_tag(&event) {
            case Self.wakeTag: acknowledgeWake()
            case Self.firstTag...: ready.append(UInt32(truncatingIfNeeded: clinux_epoll_tag(&event) - Self.firstTag))
            default: readable = true
            }
        }
        return readable
    }

    private func timeout(until deadline: MonotonicTime) -> Int32 {
        if lock.withLock({ !jobs.isEmpty }) { return 0 }
        guard deadline != .never else { return -1 }
        let remaining = (deadline - MonotonicClock.now()).nanoseconds
        // Rounded up: a turn that comes too early finds nothing to do and spins.
        return remaining <= 0 ? 0 : Int32(clamping: (remaining + 999_999) / 1_000_000)
    }

    private func acknowledgeWake() {
        var value: UInt64 = 0
        _ = read(wakeup, &value, 8)
        lock.withLock { isWoken = false }
    }

    // MARK: Executor

    package func enqueue(_ job: consuming ExecutorJob) {
        // The job may hold the last reference to the actor, and that one the last to this loop: whoever runs it must not free the loop under us.
        let retained = Unmanaged.passRetained(self)
        defer { retained.release() }
        let unowned = UnownedJob(job)
        let ended = lock.withLock { () -> Bool in
            jobs.append(unowned)
            return hasEnded
        }
        if ended { drainAfterEnd() } else { wake() }
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    package func checkIsolated() {
        precondition(isOnThread, "not on the thread of event loop \(name)")
    }

    package var isOnThread: Bool { threadID.load(ordering: .acquiring) == UInt(pthread_self()) }

    private func runJobs() {
        while true {
            let batch = takeJobs()
            if batch.isEmpty { return }
            for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    private func takeJobs() -> [UnownedJob] {
        lock.withLock {
            defer { jobs.removeAll() }
            return jobs
        }
    }

    /// Answers calls that come after the end, so that nobody waits for ever for an actor whose thread is gone.
    private func drainAfterEnd() {
        let mine = lock.withLock { () -> Bool in
            defer { isDrainingAfterEnd = true }
            return !isDrainingAfterEnd
        }
        guard mine else { return }
        runJobs()
        let leftOver = lock.withLock { () -> Bool in
            isDrainingAfterEnd = false
            return !jobs.isEmpty
        }
        if leftOver { drainAfterEnd() }
    }

    private final class ThreadContext {
        let loop: EventLoop
        let handler: any EventLoopHandler

        init(loop: EventLoop, handler: any EventLoopHandler) {
            self.loop = loop
            self.handler = handler
        }
    }
}
