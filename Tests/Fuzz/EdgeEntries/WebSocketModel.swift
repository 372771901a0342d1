import Edge

/// What a server without extensions has to make of a stream of frames (RFC 6455 §5), written a second time and as plainly as possible.
struct WebSocketModel {
    enum End: Equatable {
        case peer(UInt16)
        case server(UInt16)
        case lost

        init(_ closure: WebSocketClosure) {
            switch closure {
            case .peer(let code): self = .peer(code)
            case .server(let close): self = .server(close.code)
            case .lost: self = .lost
            }
        }
    }

    private struct Frame {
        var first: UInt8
        var isMasked: Bool
        var payload: [UInt8]
        var opcode: UInt8 { first & 0x0F }
        var isFinal: Bool { first & 0x80 != 0 }
    }

    private(set) var texts: [String] = []
    private(set) var pings: [[UInt8]] = []
    private(set) var end: End?
    private let limit: Int
    private var extraFrames: Int
    private var message: [UInt8]?

    init(limits: EdgeLimits) {
        limit = limits.messageBytes
        extraFrames = 5 * limits.extraFramesPerSecond
    }

    mutating func read(_ stream: [UInt8]) {
        var rest = stream[...]
        while end == nil, let frame = takeFrame(from: &rest) {
            let before = texts.count
            let answer = accept(frame)
            guard texts.count == before else { continue }
            extraFrames -= 1
            if extraFrames < 0 { end = .server(1008) } else if let answer { end = answer }
            if end == nil, frame.opcode == 9 { pings.append(frame.payload) }
        }
    }

    /// The next whole frame; `nil` when there is none, or its header alone is a reason to end.
    private mutating func takeFrame(from rest: inout ArraySlice<UInt8>) -> Frame? {
        guard let first = rest.popFirst(), let second = rest.popFirst() else { return nil }
        guard let count = Self.length(second & 0x7F, &rest) else { return nil }
        if count > UInt64(limit) {
            end = .server(1009)
        } else if first & 0x08 != 0, first & 0x80 == 0 || count > 125 {
            end = .server(1002)
        }
        let isMasked = second & 0x80 != 0
        let key = Array(rest.prefix(isMasked ? 4 : 0))
        rest = rest.dropFirst(key.count)
        guard end == nil, key.count == (isMasked ? 4 : 0), rest.count >= Int(count) else { return nil }
        let payload = rest.prefix(Int(count)).enumerated().map {
            isMasked ? $0.element ^ key[$0.offset % 4] : $0.element
        }
        rest = rest.dropFirst(Int(count))
        return Frame(first: first, isMasked: isMasked, payload: payload)
    }

    private static func length(_ short: UInt8, _ rest: inout ArraySlice<UInt8>) -> UInt64? {
        let more = short == 126 ? 2 : short == 127 ? 8 : 0
        guard more > 0 else { return UInt64(short) }
        guard rest.count >= more else { return nil }
        defer { rest = rest.dropFirst(more) }
        return rest.prefix(more).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The end that the frame brings, if any.
    private mutating func accept(_ frame: Frame) -> End? {
        guard frame.isMasked, frame.first & 0x70 == 0 else { return .server(1002) }
        switch frame.opcode {
        case 0, 1: return gather(frame)
        case 2: return .server(1003)
        case 8: return Self.close(frame.payload)
        case 9, 10: return nil
        default: return .server(1002)
        }
    }

    private mutating func gather(_ frame: Frame) -> End? {
        guard (frame.opcode == 0) == (message != nil) else { return .server(1002) }
        let all = (message ?? []) + frame.payload
        guard all.count <= limit else { return .server(1009) }
        message = frame.isFinal ? nil : all
        guard frame.isFinal else { return nil }
        guard let text = String(validating: all, as: UTF8.self) else { return .server(1007) }
        texts.append(text)
        return nil
    }

    private static func close(_ payload: [UInt8]) -> End {
        guard payload.count != 1 else { return .server(1002) }
        guard payload.count > 1 else { return .peer(1005) }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        let mayBeSent = (1000...1014).contains(code) && !(1004...1006).contains(code) || (3000...4999).contains(code)
        guard mayBeSent else { return .server(1002) }
        return String(validating: payload[2...], as: UTF8.self) == nil ? .server(1007) : .peer(code)
    }
}
