import Bytes
import FuzzEntries
import FuzzReplay
import Testing

/// What fuzzing begins with and what it once found, replayed, and each of it damaged at random: the promises of each entry hold.
@Suite struct CorpusTests {
    @Test(arguments: FuzzEntries.all.map { $0.name })
    func promisesHoldForTheCorpus(_ name: String) throws {
        let replay = FuzzReplay(try #require(FuzzEntries.all.first { $0.name == name }))
        #expect(!replay.isEmpty)
        #expect(replay.failures() == [])
    }

    @Test(arguments: FuzzEntries.all.map { $0.name })
    func promisesHoldForDamagedInput(_ name: String) throws {
        let replay = FuzzReplay(try #require(FuzzEntries.all.first { $0.name == name }))
        #expect(replay.failuresOfDamaged() == [])
    }

    @Test func emptyInputIsHarmless() throws {
        for entry in FuzzEntries.all { try entry.run([UInt8]().span.bytes) }
    }
}
