/// The last numbered messages of a room, for members who come back. Bounded in number and bytes.
struct MessageLog {
    struct Entry {
        var number: Int
        var text: String
        /// Who does not get it.
        var except: String?
    }

    private let most: Int
    private let mostBytes: Int
    private var entries: [Entry] = []
    private var bytes = 0
    private(set) var last: Int

    init(last: Int = 0, most: Int, bytes: Int) {
        self.last = last
        self.most = most
        mostBytes = bytes
    }

    /// Numbers a message, which is a JSON object; answers it with its number.
    mutating func append(_ text: String, except: String? = nil) -> String {
        last += 1
        let numbered = text.dropLast() + ",\"seq\":\(last)}"
        entries.append(Entry(number: last, text: String(numbered), except: except))
        bytes += numbered.utf8.count
        while entries.count > most || bytes > mostBytes, let oldest = entries.first {
            bytes -= oldest.text.utf8.count
            entries.removeFirst()
        }
        return String(numbered)
    }

    /// What somebody has missed since a number, in order; `nil` when not all of it is known any more.
    func missed(after number: Int, by member: String) -> [String]? {
        guard number <= last else { return nil }
        guard number == last || entries.first.map({ $0.number <= number + 1 }) == true else { return nil }
        return entries.filter { $0.number > number && $0.except != member }.map(\.text)
    }
}
