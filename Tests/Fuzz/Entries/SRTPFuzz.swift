import Bytes
import SecureTransport

/// Protected packets: genuine ones open once, all others never. Input: profile, then steps.
package enum SRTPFuzz: FuzzEntry {
    package static let name = "srtp"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var script = FuzzScript(bytes)
        var machine = Machine(SRTPProfile.allCases[Int(script.byte()) % 3])
        while let step = script.step() { try machine.take(step, &script) }
    }

    private struct Machine: ~Copyable {
        private var sender: SRTPSender
        private var receiver: SRTPReceiver
        private var index: UInt64 = 0xfff0

        init(_ profile: SRTPProfile) {
            let key = [UInt8](repeating: 1, count: profile.keyCount)
            let salt = [UInt8](repeating: 2, count: profile.saltCount)
            let keys = SRTPKeyMaterial(
                profile: profile, localKey: key, localSalt: salt, remoteKey: key, remoteSalt: salt)
            sender = SRTPSender(keys)
            receiver = SRTPReceiver(keys)
        }

        mutating func take(_ step: UInt8, _ script: inout FuzzScript) throws(FuzzFailure) {
            let isControl = step & 1 != 0
            switch step >> 1 & 3 {
            case 0:
                let header = Int(Int16(bitPattern: script.number()))
                try expectRefusal(of: script.block(), header: header, isControl)
            case 1: try openGenuine(seal(script.block(), isControl), isControl)
            case 2:
                let packet = seal(script.block(), isControl)
                guard let damaged = packet.damaged(by: &script) else { return }
                try expectRefusal(of: damaged, header: 12, isControl)
                try openGenuine(packet, isControl)
            default: receiver.forget(UInt32(script.number()))
            }
        }

        private mutating func seal(_ payload: [UInt8], _ isControl: Bool) -> [UInt8] {
            index += 1
            let plain = isControl ? Self.control(payload) : Self.header(index) + payload
            var slot = plain + [UInt8](repeating: 0, count: SRTPSender.trailerRoom)
            var span = slot.mutableSpan
            var memory = span.mutableBytes
            let count =
                isControl
                ? sender.sealRTCP(count: plain.count, slot: &memory)
                : sender.sealRTP(headerCount: 12, payloadCount: payload.count, index: index, slot: &memory)
            return Array(slot.prefix(count))
        }

        private static func header(_ index: UInt64) -> [UInt8] {
            [0x80, 96, UInt8(truncatingIfNeeded: index >> 8), UInt8(truncatingIfNeeded: index), 0, 0, 0, 1, 9, 9, 9, 9]
        }

        private static func control(_ body: [UInt8]) -> [UInt8] {
            let whole = body.prefix(1024) + [UInt8](repeating: 0, count: (4 - min(body.count, 1024) % 4) % 4)
            let words = 1 + whole.count / 4
            return [0x80, 201, UInt8(words >> 8), UInt8(words & 0xff), 9, 9, 9, 9] + whole
        }

        private mutating func openGenuine(_ packet: [UInt8], _ isControl: Bool) throws(FuzzFailure) {
            guard !packet.isEmpty else { return }
            guard case .packet(let count, let found) = open(packet, header: 12, isControl) else {
                throw FuzzFailure("a genuine packet is refused")
            }
            try promise(count < packet.count, "the packet opened is as long as the sealed one")
            try promise(isControl || found == index, "opened as \(found) instead of \(index)")
            try promise(open(packet, header: 12, isControl) == .dropped(.replay), "a replay is accepted")
        }

        private mutating func expectRefusal(of packet: [UInt8], header: Int, _ isControl: Bool) throws(FuzzFailure) {
            if case .packet = open(packet, header: header, isControl) {
                throw FuzzFailure("a packet that nobody sealed is accepted")
            }
        }

        private mutating func open(_ packet: [UInt8], header: Int, _ isControl: Bool) -> SRTPOpened {
            var copy = packet
            var span = copy.mutableSpan
            var memory = span.mutableBytes
            return isControl ? receiver.openRTCP(&memory) : receiver.openRTP(&memory, headerCount: header)
        }
    }
}
