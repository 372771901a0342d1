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
            OutputField("address", .text(address)), OutputField("quality", .table(quality)),
        ]
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
            OutputField("loss", .number(loss)), OutputField("roundTrip", .number(roundTrip)),
            OutputField("freezes", .integer(freezes)), OutputField("syncError", .number(syncError)),
            OutputField("path", .text(path)),
        ]
    }
}
