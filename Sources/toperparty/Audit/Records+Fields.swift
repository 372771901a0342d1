import SessionStore

extension SessionRecord {
    var fields: [OutputField] {
        [
            OutputField("session", .text(session)), OutputField("room", .text(room)),
            OutputField("opened", .time(opened)), OutputField("closed", .time(closed)),
            OutputField("reason", .text(reason)), OutputField("members", .integer(members)),
            OutputField("names", .list(names)),
        ]
    }
}

extension MemberRecord {
    var fields: [OutputField] {
        [
            OutputField("session", .text(session), isForPrograms: true), OutputField("room", .text(room)),
            OutputField("member", .text(member)), OutputField("name", .text(name ?? "(erased)")),
            OutputField("joined", .time(joined)), OutputField("left", .time(left)),
            OutputField("reason", .text(reason)), OutputField("agent", .text(agent)),
            OutputField("address", .text(address)),
        ] + qualityFields
    }

    /// Bytes are shown as megabytes to people; programs get all that is known, in one table.
    private var qualityFields: [OutputField] {
        [
            OutputField("paths", .text(quality["paths"])), OutputField("sent", .text(megabytes("bytesIn"))),
            OutputField("received", .text(megabytes("bytesOut"))),
            OutputField("relayed", .text(megabytes("relayBytes"))),
            OutputField("loss", .text(pair("loss", "%"))), OutputField("delay", .text(pair("roundTrip", "ms"))),
            OutputField("sync", .text(pair("syncError", "ms"))), OutputField("freezes", .text(quality["freezes"])),
        ].map { OutputField($0.name, $0.value, isForPeople: true) } + [
            OutputField("quality", .table(quality), isForPrograms: true)
        ]
    }

    private func megabytes(_ key: String) -> String? {
        quality[key].flatMap(Double.init).map { "\(($0 / 1e5).rounded() / 10) MB" }
    }

    /// The middle, and what is rarely exceeded.
    private func pair(_ key: String, _ unit: String) -> String? {
        guard let middle = quality[key + "P50"], let high = quality[key + "P95"] else { return nil }
        return "\(middle)/\(high) \(unit)"
    }
}

extension AuditRecord {
    var fields: [OutputField] {
        [
            OutputField("seq", .integer(Int(seq)), isForPrograms: true), OutputField("time", .time(at)),
            OutputField("room", .text(room)), OutputField("kind", .text(kind)),
            OutputField("film", .film(filmSecond)), OutputField("name", .text(name ?? member)),
            OutputField("member", .text(member), isForPrograms: true),
            OutputField("session", .text(session), isForPrograms: true), OutputField("detail", .table(detail)),
        ]
    }
}

extension QualitySample {
    var fields: [OutputField] {
        [
            OutputField("time", .time(at)), OutputField("room", .text(room)),
            OutputField("session", .text(session), isForPrograms: true), OutputField("member", .text(member)),
            OutputField("bytesIn", .integer(bytesIn)), OutputField("bytesOut", .integer(bytesOut)),
            OutputField("relayBytes", .integer(relayBytes)),
            OutputField("loss", .number(loss)), OutputField("roundTrip", .number(roundTrip)),
            OutputField("freezes", .integer(freezes)), OutputField("syncError", .number(syncError)),
            OutputField("syncErrorP95", .number(syncErrorP95)),
            OutputField("path", .text(path)),
        ]
    }
}
