import MediaParameters
import Negotiation
import SDP
import Testing

/// The offers the party page makes in the course of one evening, each after the answer to the one before.
@Suite struct PartyPageTests {
    static let evenings = ["party-page-chromium156", "party-page-firefox153"].map { page in
        Offers.names.filter { $0.hasPrefix(page) }
    }

    @Test func eveningsAreHere() {
        #expect(Self.evenings.map(\.count) == [6, 3])
    }

    @Test(arguments: evenings)
    func slotsKeepTheirIdentity(_ evening: [String]) throws {
        var peer = Peer()
        var known: [String: SlotParameters] = [:]
        for name in evening {
            for slot in try peer.answer(Offers.text(name)).plan.slots {
                let before = known.updateValue(slot, forKey: slot.mid) ?? slot
                #expect(before.ssrc == slot.ssrc && before.cname == slot.cname && before.seat == slot.seat)
            }
        }
        #expect(known.count == 28)
        #expect(Set(known.values.map(\.ssrc)).count == 28)
    }

    @Test func onlyTheLastOfferRestartsICE() throws {
        for evening in Self.evenings {
            var peer = Peer()
            let restarts = try evening.map { try peer.answer(Offers.text($0)).answer.iceRestarted }
            #expect(restarts.dropFirst().filter { $0 }.count == 1)
            #expect(restarts.last == true)
        }
    }

    @Test func aScreenComesGoesAndComesBackOnItsLine() throws {
        var peer = Peer()
        let lines = try Self.evenings[0].map { try peer.answer(Offers.text($0)).plan.uplinks.map(\.mid) }
        #expect(lines[1] == ["0", "1"])
        #expect(lines[2] == ["0", "1", "30", "31"])
        #expect(lines[3] == ["0", "1"])
        #expect(lines[4] == lines[2])
    }

    @Test(arguments: evenings.flatMap { $0 })
    func answersFitASignalingFrame(_ name: String) throws {
        let sdp = try Peer.answer(Offers.text(name)).answer.sdp
        #expect(sdp.utf8.count + 2 * sdp.split(separator: "\r\n").count < 60_000)
    }
}
