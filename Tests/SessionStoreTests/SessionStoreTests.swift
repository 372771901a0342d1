import Foundation
import SessionStore
import Testing

@Suite("The store")
struct SessionStoreTests {
    let shelf: Shelf

    init() throws { shelf = try Shelf() }

    @Test("rooms and invitations are there again after a restart; the last save counts")
    func restart() async throws {
        var store = try shelf.store()
        store.saveRoom("a") { [1] }
        store.saveRoom("b") { [2] }
        store.saveRoom("a") { [3, 0, 255] }
        store.forgetRoom("b")
        let invitation = StoredInvitation(id: "x", used: 2, withdrawn: true, expires: 4e12)
        store.save(invitation)
        store.save(StoredInvitation(id: "old", used: 1, withdrawn: false, expires: 1000))
        await store.close()
        store = try shelf.store()
        #expect(try await store.rooms() == [StoredRoom(id: "a", json: [3, 0, 255])])
        #expect(try await store.invitations() == [invitation])
        await store.close()
    }

    @Test("what is recorded is written and counted")
    func counted() async throws {
        let store = try shelf.store()
        for number in 0..<1000 {
            store.record(AuditEvent(at: Double(number), kind: .control, room: "r", session: "s", member: "m"))
        }
        store.record(QualitySample(at: 1, room: "r", session: "s", member: "m"))
        await store.flush()
        #expect(store.statistics.written == 1001)
        #expect(store.statistics.waiting == 0 && store.statistics.dropped == 0 && store.statistics.alarm == nil)
        await store.close()
    }

    @Test("a second server on one database is told so")
    func locked() async throws {
        let store = try shelf.store()
        #expect(throws: SessionStoreError.inUse(path: shelf.path())) { try shelf.store() }
        await store.close()
    }

    @Test("another program's file is not touched")
    func foreign() throws {
        try Data(
            "not a database, but long enough to have a header of a hundred bytes or more, which is what SQLite reads first of all."
                .utf8
        )
        .write(to: URL(filePath: shelf.path()))
        #expect(throws: SessionStoreError.notADatabase(path: shelf.path())) { try shelf.store() }
    }

    @Test("a directory that does not exist is named")
    func nowhere() {
        let error = #expect(throws: SessionStoreError.self) { try shelf.store("no/such.sqlite") }
        #expect(error?.description.contains("no/such.sqlite") == true)
    }
}
