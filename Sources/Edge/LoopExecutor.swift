import NIOCore

/// Runs a socket's tasks on the thread of its event loop: what a message asks for is done where it came in and where the answers go out, so that no other
/// thread has to be woken for it. Twice that for each message is what the server would spend most time on.
final class LoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
