import Bytes
import EdgeFuzzEntries
import FuzzEntries
import FuzzReplay
import Testing

/// HTTP, WebSocket and first bytes of a connection: the promises of each entry hold for its corpus and for damaged copies of it.
@Suite struct EdgeCorpusTests {
    @Test(arguments: EdgeFuzzEntries.all.map { $0.name })
    func promisesHoldForTheCorpus(_ name: String) throws {
        let replay = FuzzReplay(try #require(EdgeFuzzEntries.all.first { $0.name == name }))
        #expect(!replay.isEmpty)
        #expect(replay.failures() == [])
    }

    @Test(arguments: EdgeFuzzEntries.all.map { $0.name })
    func promisesHoldForDamagedInput(_ name: String) throws {
        let replay = FuzzReplay(try #require(EdgeFuzzEntries.all.first { $0.name == name }))
        #expect(replay.failuresOfDamaged() == [])
    }

    @Test func emptyInputIsHarmless() throws {
        for entry in EdgeFuzzEntries.all { try entry.run([UInt8]().span.bytes) }
    }
}
