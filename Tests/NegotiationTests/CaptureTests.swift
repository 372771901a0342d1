import MediaParameters
import Negotiation
import SDP
import Testing

/// What every captured offer must get.
@Suite struct CaptureTests {
    @Test func allCapturesAreHere() {
        #expect(Offers.names.count >= 27)
    }

    @Test(arguments: Offers.names)
    func answerRepeatsTheOffersLinesInOrder(_ name: String) throws {
        let offer = try SessionDescription(parsing: Offers.text(name))
        let answered = try Peer.answer(Offers.text(name))
        #expect(answered.description.media.map(\.media) == offer.media.map(\.media))
        #expect(answered.description.media.map(\.transport) == offer.media.map(\.transport))
        let mids = offer.media.map { $0.attributes.first("mid")?.value }
        #expect(answered.description.media.map { $0.attributes.first("mid")?.value } == mids)
    }

    @Test(arguments: Offers.names)
    func mediaIsAcceptedAndDataIsRefused(_ name: String) throws {
        let answered = try Peer.answer(Offers.text(name))
        for section in answered.description.media {
            #expect(section.port == (section.media == "application" ? 0 : 9))
        }
    }

    @Test(arguments: Offers.names)
    func everyAcceptedLineCarriesTheTransport(_ name: String) throws {
        let answered = try Peer.answer(Offers.text(name))
        let accepted = answered.description.media.filter { $0.port != 0 }
        for section in accepted {
            let attributes = section.attributes
            #expect(attributes.first("ice-ufrag")?.value == answered.plan.localICE.usernameFragment)
            #expect(attributes.first("ice-pwd")?.value == answered.plan.localICE.password)
            #expect(attributes.contains("rtcp-mux"))
            #expect(try attributes.read(SetupAttribute.self) == [.passive])
            #expect(try attributes.read(FingerprintAttribute.self).map(\.bytes) == [Peer.local.fingerprint.bytes])
            #expect(section.connection == "IN IP4 0.0.0.0")
        }
        #expect(answered.description.attributes.contains("ice-lite"))
        if let first = accepted.first {
            #expect(try first.attributes.read(CandidateAttribute.self).map(\.address) == ["192.0.2.7", "2001:db8::7"])
            #expect(first.attributes.contains("end-of-candidates"))
        }
    }

    @Test(arguments: Offers.names)
    func bundleGroupHoldsTheAcceptedLines(_ name: String) throws {
        let answered = try Peer.answer(Offers.text(name))
        let groups = try answered.description.attributes.read(GroupAttribute.self)
        let accepted = answered.description.media.filter { $0.port != 0 }.compactMap {
            $0.attributes.first("mid")?.value
        }
        #expect(groups == [GroupAttribute(semantics: "BUNDLE", mids: accepted)])
    }

    @Test(arguments: Offers.names)
    func answerSaysOnlyWhatWasOffered(_ name: String) throws {
        let offer = try SessionDescription(parsing: Offers.text(name))
        let answered = try Peer.answer(Offers.text(name))
        for (section, offered) in zip(answered.description.media, offer.media) where section.port != 0 {
            let known = Set(offered.formats)
            #expect(section.formats.allSatisfy(known.contains))
            for name in ["rtpmap", "fmtp", "rtcp-fb"] {
                let lines = offered.attributes.all.filter { $0.name == name }
                #expect(section.attributes.all.filter { $0.name == name }.allSatisfy(lines.contains))
            }
            let extensions = try offered.attributes.read(ExtensionAttribute.self)
            for accepted in try section.attributes.read(ExtensionAttribute.self) {
                let reversed = ExtensionAttribute(
                    id: accepted.id, direction: accepted.direction?.reversed, uri: accepted.uri)
                #expect(extensions.contains(reversed))
            }
        }
    }

    @Test(arguments: Offers.names)
    func everyPayloadTypeAnsweredIsMapped(_ name: String) throws {
        let answered = try Peer.answer(Offers.text(name))
        for section in answered.description.media where section.port != 0 {
            let maps = try section.attributes.read(RTPMap.self)
            #expect(maps.map { String($0.payloadType) } == section.formats)
            let feedback = try section.attributes.read(FeedbackAttribute.self)
            #expect(feedback.allSatisfy { line in maps.contains { $0.payloadType == line.payloadType } })
        }
    }

    @Test(arguments: Offers.names)
    func directionsAreReversed(_ name: String) throws {
        let media = try NegotiationSession.media(in: Offers.text(name))
        let answered = try Peer.answer(Offers.text(name))
        for line in media {
            #expect(answered[line.mid]?.attributes.contains(line.direction.reversed.rawValue) == true)
            #expect((answered.uplink(line.mid) != nil) == line.direction.sends)
            #expect((answered.slot(line.mid) != nil) == line.direction.receives)
        }
    }

    @Test(arguments: Offers.names)
    func slotsAreAnnounced(_ name: String) throws {
        let answered = try Peer.answer(Offers.text(name))
        for slot in answered.plan.slots {
            let attributes = try #require(answered[slot.mid]).attributes
            let sources = try attributes.read(SourceAttribute.self)
            #expect(sources.map(\.ssrc) == [slot.ssrc, slot.rtxSSRC].compactMap(\.self))
            #expect(sources.allSatisfy { $0.attribute == "cname" && $0.value == slot.cname })
            let pairs = try attributes.read(SourceGroup.self).map(\.sources)
            #expect(pairs == (slot.rtxSSRC.map { [[slot.ssrc, $0]] } ?? []))
            let kind = slot.kind == .audio ? "audio" : "video"
            #expect(attributes.first("msid")?.value == "seat-\(slot.seat) seat-\(slot.seat)-\(kind)")
        }
        let all = answered.plan.slots.flatMap { [$0.ssrc, $0.rtxSSRC].compactMap(\.self) }
        #expect(Set(all).count == all.count)
    }

    @Test(arguments: Offers.names)
    func sameSeedSameAnswer(_ name: String) throws {
        #expect(try Peer.answer(Offers.text(name)).answer == Peer.answer(Offers.text(name)).answer)
    }
}
