import Bytes
import EventLoop
import Synchronization
import Testing

@Suite struct EventLoopTests {
    /// Counts its turns on the loop's thread.
    private actor Counter: EventLoopHandler {
        nonisolated let loop: EventLoop
        nonisolated let turns = Atomic<Int>(0)
        private var calls = 0

        init(loop: EventLoop) { self.loop = loop }

        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        nonisolated func turn(readable: Bool) -> TurnReport {
            assumeIsolated { $0.count() }
            return TurnReport()
        }

        private func count() { turns.add(1, ordering: .relaxed) }

        func call() -> Int {
            precondition(loop.isOnThread)
            calls += 1
            return calls
        }

        func callAfterEnd() -> Int { calls }
    }

    @Test func actorCallsRunOnTheLoopsThread() async throws {
        let loop = try EventLoop(name: "test")
        let counter = Counter(loop: loop)
        loop.start(counter)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { _ = await counter.call() } }
        }
        #expect(await counter.call() == 101)
        loop.stop()
    }

    @Test func wakingMakesATurn() async throws {
        let loop = try EventLoop(name: "test")
        let counter = Counter(loop: loop)
        loop.start(counter)
        _ = await counter.call()
        let before = counter.turns.load(ordering: .relaxed)
        loop.wake()
        for _ in 0..<200 where counter.turns.load(ordering: .relaxed) == before {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(counter.turns.load(ordering: .relaxed) > before)
        loop.stop()
    }

    @Test func callsAfterTheEndAreStillAnswered() async throws {
        let loop = try EventLoop(name: "test")
        let counter = Counter(loop: loop)
        loop.start(counter)
        _ = await counter.call()
        loop.stop()
        #expect(await counter.callAfterEnd() == 1)
    }
}
