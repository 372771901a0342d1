import Bytes
import ICELite
import MediaParameters
import STUN
import SecureTransport

/// Checks to one agent, signed ones with any attributes and unsigned ones, from any address and over time.
package enum ICEFuzz: FuzzEntry {
    package static let name = "ice"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var script = FuzzScript(bytes)
        var machine = Machine()
        while let step = script.step() { try machine.take(step, &script) }
    }

    private struct Machine {
        private var local = ICECredentials(usernameFragment: "AAserver", password: "the server's own password")
        private var remote = ICECredentials(usernameFragment: "peer", password: "the peer's own password")
        /// Before the last restart.
        private var former: ICECredentials
        private var agent: ICELiteAgent
        private var now = MonotonicTime.zero
        private var restarts: UInt8 = 0

        init() {
            former = local
            agent = ICELiteAgent(local: local, remote: remote)
        }

        mutating func take(_ step: UInt8, _ script: inout FuzzScript) throws(FuzzFailure) {
            switch step & 7 {
            case 0: try receive(script.block(), isSigned: false, &script)
            case 1: now = now + .milliseconds(Int64(script.number()))
            case 2: restart()
            case 5: try receive(signed(step, script.block(), as: local, by: "wrong"), isSigned: false, &script)
            case 6: try receive(signed(step, script.block(), as: former, by: "wrong"), isSigned: false, &script)
            case 7: try receive(signed(step, script.block(), as: former, by: former.password), isSigned: true, &script)
            default: try receive(signed(step, script.block(), as: local, by: local.password), isSigned: true, &script)
            }
        }

        private mutating func restart() {
            restarts &+= 1
            former = local
            local.usernameFragment = "AAserver\(restarts)"
            agent.restart(local: local, remote: remote)
        }

        /// A Binding request with a user name, the script's attributes and a MESSAGE-INTEGRITY.
        private func signed(
            _ step: UInt8, _ attributes: [UInt8], as credentials: ICECredentials, by password: String
        ) -> [UInt8] {
            let name = Array("\(credentials.usernameFragment):\(remote.usernameFragment)".utf8)
            var body: [UInt8] = [0, 6, 0, UInt8(name.count)] + name
            body += [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
            if step & 0x10 != 0 { body += [0, 0x25, 0, 0] }
            if step & 0x20 != 0 { body += [0, 0x24, 0, 4, 1, 2, 3, step] }
            body += attributes.prefix(attributes.count & ~3)
            let length = body.count + 24
            var message: [UInt8] = [
                0, 1, UInt8(truncatingIfNeeded: length >> 8), UInt8(length & 0xff), 0x21, 0x12, 0xa4, 0x42,
            ]
            message += [UInt8](repeating: step, count: 12) + body
            var authentication = MessageAuthentication(.sha1, key: password)
            authentication.update(message.span.bytes)
            return message + [0, 8, 0, 20] + authentication.finalize().bytes.array()
        }

        private mutating func receive(_ datagram: [UInt8], isSigned: Bool, _ script: inout FuzzScript)
            throws(FuzzFailure)
        {
            let source = SocketAddress(ipv4: 0x0a00_0000 | UInt32(script.byte()), port: 4000)
            let room = Int(script.byte()) * 2
            let before = (agent.selected, agent.isValid(source), agent.consentExpires)
            guard let message = STUNMessageView(datagram.span.bytes) else { return }
            _ = ICELiteAgent.usernameFragment(of: message)
            var memory = [UInt8](repeating: 0xa5, count: room)
            let outcome: ICEOutcome
            do {
                var span = memory.mutableSpan
                var reply = span.mutableBytes
                outcome = agent.handle(message, datagram: datagram.span.bytes, from: source, now: now, reply: &reply)
            }
            if !isSigned || outcome.dropped != nil {
                try promise(
                    agent.selected == before.0 && agent.isValid(source) == before.1
                        && agent.consentExpires == before.2, "a check that was not accepted changed the agent")
            }
            try promise(isSigned || outcome.replyCount == 0, "an unsigned check is answered")
            try promise(outcome.dropped != nil || agent.isValid(source), "an accepted source is not valid")
            try check(Array(memory.prefix(outcome.replyCount)), outcome)
        }

        private func check(_ reply: [UInt8], _ outcome: ICEOutcome) throws(FuzzFailure) {
            try promise(outcome.hasSelectionChanged == false || agent.selected != nil, "nothing has been selected")
            let valid = (0..<256).count { agent.isValid(SocketAddress(ipv4: 0x0a00_0000 | UInt32($0), port: 4000)) }
            try promise(valid <= 16, "\(valid) valid addresses")
            guard !reply.isEmpty else { return }
            guard let message = STUNMessageView(reply.span.bytes) else {
                throw FuzzFailure("the answer cannot be read")
            }
            try promise(message.hasValidFingerprint && message.integrity != nil, "the answer is not signed")
            try promise(message.messageClass == .success || message.errorCode != nil, "the answer answers nothing")
        }
    }
}
