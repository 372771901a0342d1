import Bytes
import ICELite
import MediaParameters
import STUN
import Testing

/// Which address media goes to, and until when.
@Suite struct ICENominationTests {
    @Test func regularNominationSelectsWhatIsNominated() {
        let server = ICEServer()
        #expect(server.receive(ICECheckFixture(), from: .peer(1))?.hasSelectionChanged == false)
        #expect(server.receive(ICECheckFixture(), from: .peer(2))?.hasSelectionChanged == false)
        #expect(server.agent.selected == nil)
        let outcome = server.receive(ICECheckFixture(nominates: true), from: .peer(2))
        #expect(outcome?.hasSelectionChanged == true && outcome?.isSourceValid == true)
        #expect(server.agent.selected == .peer(2))
        #expect(server.receive(ICECheckFixture(nominates: true), from: .peer(2))?.hasSelectionChanged == false)
    }

    @Test(arguments: [[1, 2, 3], [3, 2, 1], [2, 3, 1], [2, 1, 3]])
    func aggressiveNominationEndsWithTheHighestPriority(order: [Int]) {
        let server = ICEServer()
        for (place, number) in order.enumerated() {
            let check = ICECheckFixture(nominates: true, priority: UInt32(number * 1000))
            server.receive(check, from: .peer(UInt32(number)), at: .seconds(Double(place) * 0.05))
        }
        #expect(server.agent.selected == .peer(3))
    }

    /// A phone that leaves its Wi-Fi nominates the mobile path, which has a lower priority, and nominates the old one no longer.
    @Test func aLaterNominationMovesToALowerPriority() {
        let server = ICEServer()
        server.receive(ICECheckFixture(nominates: true, priority: 9000), from: .peer(1), at: .seconds(0))
        server.receive(ICECheckFixture(nominates: true, priority: 9000), from: .peer(1), at: .seconds(10))
        let outcome = server.receive(ICECheckFixture(nominates: true, priority: 10), from: .peer(2), at: .seconds(12))
        #expect(outcome?.hasSelectionChanged == true)
        #expect(server.agent.selected == .peer(2))
    }

    @Test func checksWithoutNominationDoNotMoveMedia() {
        let server = ICEServer()
        server.receive(ICECheckFixture(nominates: true), from: .peer(1), at: .seconds(0))
        for second in 1...29 {
            let check = ICECheckFixture(priority: 1_000_000)
            #expect(server.receive(check, from: .peer(2), at: .seconds(Double(second)))?.hasSelectionChanged == false)
        }
        #expect(server.agent.selected == .peer(1))
    }

    /// An aggressive peer whose best pair we misjudged keeps checking only the one it uses.
    @Test func aNominatedAddressTakesOverFromASilentOne() {
        let server = ICEServer()
        server.receive(ICECheckFixture(nominates: true, priority: 5), from: .peer(1), at: .seconds(0))
        server.receive(ICECheckFixture(nominates: true, priority: 4), from: .peer(2), at: .seconds(0.1))
        #expect(server.agent.selected == .peer(1))
        #expect(server.receive(ICECheckFixture(), from: .peer(2), at: .seconds(5))?.hasSelectionChanged == false)
        #expect(server.receive(ICECheckFixture(), from: .peer(2), at: .seconds(10))?.hasSelectionChanged == true)
        #expect(server.agent.selected == .peer(2))
    }

    @Test func consentEndsThirtySecondsAfterTheLastCheckOfTheSelectedAddress() {
        let server = ICEServer()
        #expect(server.agent.consentExpires == .never)
        server.receive(ICECheckFixture(), from: .peer(1), at: .seconds(1))
        #expect(server.agent.consentExpires == .never)
        server.receive(ICECheckFixture(nominates: true), from: .peer(1), at: .seconds(2))
        #expect(server.agent.consentExpires == .seconds(32))
        server.receive(ICECheckFixture(), from: .peer(1), at: .seconds(7))
        #expect(server.agent.consentExpires == .seconds(37))
        // Neither a forged check nor one from elsewhere keeps media flowing to a peer that has gone.
        server.receive(ICECheckFixture(password: "wrong"), from: .peer(1), at: .seconds(20))
        server.receive(ICECheckFixture(), from: .peer(2), at: .seconds(21))
        #expect(server.agent.consentExpires == .seconds(37))
    }

    @Test func atMostSixteenAddressesAreRememberedAndTheSelectedOneAlways() {
        let server = ICEServer()
        server.receive(ICECheckFixture(nominates: true), from: .peer(0), at: .seconds(0))
        for number in 1...40 {
            server.receive(ICECheckFixture(), from: .peer(UInt32(number)), at: .seconds(Double(number) / 10))
        }
        #expect((0...40).count { server.agent.isValid(.peer($0)) } == 16)
        #expect(server.agent.isValid(.peer(0)) && server.agent.selected == .peer(0))
        #expect(server.agent.isValid(.peer(40)) && !server.agent.isValid(.peer(1)))
    }

    // MARK: restart

    private static let newLocal = ICECredentials(usernameFragment: "NEWF", password: "another password of serv.")
    private static let newRemote = ICECredentials(usernameFragment: "MOVE", password: "another of the peer's one")

    private static func newCheck(nominates: Bool) -> ICECheckFixture {
        ICECheckFixture(username: "NEWF:MOVE", password: newLocal.password, nominates: nominates)
    }

    @Test func mediaFlowsThroughARestartUntilTheNewCredentialsNominate() {
        let server = ICEServer()
        server.receive(ICECheckFixture(nominates: true, priority: 1000), from: .peer(1), at: .seconds(0))
        server.agent.restart(local: Self.newLocal, remote: Self.newRemote)
        #expect(server.agent.selected == .peer(1))
        #expect(server.receive(ICECheckFixture(), from: .peer(1), at: .seconds(1))?.isSourceValid == true)
        #expect(server.agent.consentExpires == .seconds(31))

        #expect(
            server.receive(Self.newCheck(nominates: false), from: .peer(2), at: .seconds(1.1))?.isSourceValid == true)
        #expect(server.isReplySigned(with: Self.newLocal.password))
        #expect(server.agent.selected == .peer(1))

        // At once, though its priority is lower and the old address was nominated a moment ago.
        #expect(
            server.receive(Self.newCheck(nominates: true), from: .peer(2), at: .seconds(1.2))?.hasSelectionChanged
                == true)
        #expect(server.agent.selected == .peer(2))
        #expect(
            server.receive(ICECheckFixture(nominates: true), from: .peer(1), at: .seconds(1.3))?.dropped
                == .wrongUsername)
        #expect(server.agent.selected == .peer(2))
    }

    @Test func aRestartOnTheSameAddressChangesNothingForMedia() {
        let server = ICEServer()
        server.receive(ICECheckFixture(nominates: true), from: .peer(1), at: .seconds(0))
        server.agent.restart(local: Self.newLocal, remote: Self.newRemote)
        let outcome = server.receive(Self.newCheck(nominates: true), from: .peer(1), at: .seconds(1))
        #expect(outcome?.isSourceValid == true && outcome?.hasSelectionChanged == false)
        #expect(server.agent.selected == .peer(1))
    }

    @Test func twoRestartsInARowKeepTheCredentialsThatWork() {
        let server = ICEServer()
        server.receive(ICECheckFixture(nominates: true), from: .peer(1), at: .seconds(0))
        let unused = ICECredentials(usernameFragment: "GONE", password: "gone")
        server.agent.restart(local: unused, remote: unused)
        server.agent.restart(local: Self.newLocal, remote: Self.newRemote)
        #expect(server.receive(ICECheckFixture(), from: .peer(1), at: .seconds(1))?.isSourceValid == true)
        let gone = ICECheckFixture(username: "GONE:GONE", password: "gone")
        #expect(server.receive(gone, from: .peer(1), at: .seconds(1))?.dropped == .wrongUsername)
        #expect(
            server.receive(Self.newCheck(nominates: true), from: .peer(3), at: .seconds(2))?.hasSelectionChanged == true
        )
    }
}
