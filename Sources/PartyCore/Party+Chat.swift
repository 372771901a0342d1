import PartyProtocol

extension Party {
    /// Somebody says something or shows a symbol; newcomers are told later what was said last.
    package mutating func say(
        _ kind: HistoryEntry.Kind, _ text: String, id: String? = nil, by actor: String, at now: Double
    ) throws(PartyError) {
        observe(now)
        let member = try present(actor)
        guard spend(actor, now) else { throw .tooMuchChat(perSecond: Int(options.chatPerSecond)) }
        let position = timeline.film == nil ? nil : timeline.position(at: now)
        let entry = HistoryEntry(
            type: kind, memberId: actor, name: member.name, text: text, at: now, position: position, id: id)
        keep(entry)
        events.append(.said(entry))
    }

    private mutating func spend(_ id: String, _ now: Double) -> Bool {
        guard let index = index(id) else { return false }
        let grown = max(0, now - members[index].allowanceAt) / 1000 * options.chatPerSecond
        members[index].allowance = min(options.chatBurst, members[index].allowance + grown)
        members[index].allowanceAt = now
        guard members[index].allowance >= 1 else { return false }
        members[index].allowance -= 1
        return true
    }

    mutating func keep(_ entry: HistoryEntry) {
        history.append(entry)
        historyBytes += entry.cost
        while history.count > options.historyEntries || historyBytes > options.historyBytes, let oldest = history.first
        {
            historyBytes -= oldest.cost
            history.removeFirst()
        }
    }
}

extension HistoryEntry {
    /// Bytes as JSON, about; JSON may write a character in six.
    fileprivate var cost: Int { 160 + text.utf8.count + name.utf8.count + memberId.utf8.count }
}
