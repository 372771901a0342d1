import Bytes
import FuzzEntries
import Testing

/// What fuzzing begins with and what it once found, replayed, and each of it damaged at random: the promises of each entry hold.
@Suite struct CorpusTests {
    @Test(arguments: FuzzEntries.all.map { $0.name })
    func promisesHoldForTheCorpus(_ name: String) throws {
        let entry = try #require(FuzzEntries.all.first { $0.name == name })
        let corpus = Corpus(name)
        // An empty corpus would test nothing.
        #expect(!corpus.files.isEmpty)
        for (file, bytes) in corpus.files { expect(entry, bytes, "\(file)") }
    }

    @Test(arguments: FuzzEntries.all.map { $0.name })
    func promisesHoldForDamagedInput(_ name: String) throws {
        let entry = try #require(FuzzEntries.all.first { $0.name == name })
        let files = Corpus(name).files
        var mutator = ByteMutator(seed: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        let rounds = Corpus.rounds(of: name)
        for round in 0..<rounds {
            let (file, bytes) = files[round % files.count]
            let damaged = mutator.mutate(
                bytes, with: files[Int.random(in: files.indices, using: &mutator.generator)].bytes)
            expect(entry, damaged, "\(file), round \(round)")
        }
    }

    private func expect(_ entry: any FuzzEntry.Type, _ bytes: [UInt8], _ input: String) {
        do {
            try entry.run(bytes.span.bytes)
        } catch {
            Issue.record("\(entry.name): \(error) (\(input): \(bytes.prefix(64))…)")
        }
    }

    @Test func emptyInputIsHarmless() throws {
        for entry in FuzzEntries.all { try entry.run([UInt8]().span.bytes) }
    }
}
