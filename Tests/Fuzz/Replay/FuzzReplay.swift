import Bytes
import FuzzEntries

/// Replays what fuzzing begins with and what it once found, and damages it at random, the same way each time.
package struct FuzzReplay {
    private let entry: any FuzzEntry.Type
    private let files: [(name: String, bytes: [UInt8])]

    package init(_ entry: any FuzzEntry.Type) {
        self.entry = entry
        files = Corpus(entry.name).files
    }

    /// An empty corpus would test nothing.
    package var isEmpty: Bool { files.isEmpty }

    /// The promises that the files break, as readable lines.
    package func failures() -> [String] {
        files.compactMap { file, bytes in failure(bytes, "\(file)") }
    }

    /// The promises that damaged copies break.
    package func failuresOfDamaged() -> [String] {
        var mutator = ByteMutator(seed: entry.name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        return (0..<Corpus.rounds(of: entry.name)).compactMap { round in
            let (file, bytes) = files[round % files.count]
            let other = files[Int.random(in: files.indices, using: &mutator.generator)].bytes
            return failure(mutator.mutate(bytes, with: other), "\(file), round \(round)")
        }
    }

    private func failure(_ bytes: [UInt8], _ input: String) -> String? {
        do {
            try entry.run(bytes.span.bytes)
            return nil
        } catch {
            return "\(entry.name): \(error) (\(input): \(bytes.prefix(64))…)"
        }
    }
}
