import Bytes
import MediaParameters
import RTP

/// An RTP packet parsed, and its header written for a receiver. Input: ten ids of the publisher, ten of the receiver, length of the mid, size of the slot, packet.
package enum RTPFuzz: FuzzEntry {
    package static let name = "rtp"
    private static let passed: [HeaderExtension] = [
        .audioLevel, .videoOrientation, .playoutDelay, .absCaptureTime, .dependencyDescriptor,
    ]

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var script = FuzzScript(bytes)
        let publisher = map(&script)
        let receiver = map(&script)
        let mid = String(repeating: "m", count: Int(script.byte() % 20))
        let room = Int(script.number()) % 2048
        let packet = script.rest()
        guard let layout = RTPLayout(packet.span.bytes, extensions: publisher) else { return }
        try check(layout, of: packet.span.bytes, publisher)
        let writer = RTPHeaderWriter(ssrc: 0x0102_0304, extensions: receiver, mid: mid)
        let header = write(layout, of: packet.span.bytes, with: writer, room: 2048)
        try promise(!header.isEmpty, "the header does not fit into a whole slot")
        try compare(header, with: layout, of: packet.span.bytes, receiver, mid)
        let small = write(layout, of: packet.span.bytes, with: writer, room: room)
        try promise(small == (room < header.count ? [] : header), "the room changes what is written")
    }

    /// Negotiation refuses an id with two meanings.
    private static func map(_ script: inout FuzzScript) -> HeaderExtensionMap {
        var map = HeaderExtensionMap()
        for kind in HeaderExtension.allCases {
            let id = script.byte()
            if map.kind(of: id) == nil { map[kind] = id }
        }
        return map
    }

    private static func check(_ layout: RTPLayout, of packet: RawSpan, _ map: HeaderExtensionMap) throws(FuzzFailure) {
        try promise(
            layout.payloadOffset + layout.payloadCount + layout.paddingCount == packet.byteCount,
            "the parts do not add up")
        try promise(layout.payloadCount >= 0 && layout.paddingCount >= 0, "a negative count")
        try promise(RTPLayout.headerCount(packet) == layout.payloadOffset, "two opinions about the header")
        try promise(RTPLayout.ssrc(packet) == layout.ssrc, "two opinions about the SSRC")
        try promise(RTPLayout.sequence(packet) == layout.sequence, "two opinions about the sequence number")
        try promise(layout.payload(of: packet)?.byteCount == layout.payloadCount, "the payload is out of reach")
        for kind in HeaderExtension.allCases where layout.contains(kind) {
            try promise(map[kind] != 0, "\(kind) was not negotiated")
            try promise((layout.value(of: kind, in: packet)?.byteCount ?? 256) <= 255, "\(kind) is out of reach")
        }
        guard let original = layout.restoringOriginal(payloadType: 96, ssrc: 7, in: packet) else { return }
        try promise(original.payloadCount == layout.payloadCount - 2, "the original is not two bytes shorter")
        try promise(original.payload(of: packet)?.byteCount == original.payloadCount, "the original is out of reach")
    }

    private static func write(_ layout: RTPLayout, of packet: RawSpan, with writer: RTPHeaderWriter, room: Int)
        -> [UInt8]
    {
        var slot = [UInt8](repeating: 0xa5, count: room)
        var span = slot.mutableSpan
        var memory = span.mutableBytes
        let fields = RTPFields(
            payloadType: layout.payloadType, marker: layout.marker, sequence: 77, timestamp: layout.timestamp,
            ssrc: writer.ssrc, transportSequence: 0x1234, absSendTime: 0x56789a)
        let count = writer.write(layout, of: packet, as: fields, into: &memory)
        return Array(slot.prefix(count))
    }

    private static func compare(
        _ header: [UInt8], with layout: RTPLayout, of packet: RawSpan, _ receiver: HeaderExtensionMap, _ mid: String
    ) throws(FuzzFailure) {
        guard let copy = RTPLayout(header.span.bytes, extensions: receiver) else {
            throw FuzzFailure("the header written cannot be read")
        }
        try promise(copy.payloadOffset == header.count && copy.paddingCount == 0, "the header ends elsewhere")
        try promise(
            copy.payloadType == layout.payloadType && copy.marker == layout.marker && copy.sequence == 77
                && copy.timestamp == layout.timestamp && copy.ssrc == 0x0102_0304, "other fields")
        for kind in passed where receiver[kind] != 0 {
            try promise(copy.contains(kind) == layout.contains(kind), "\(kind) is lost or invented")
            guard let value = layout.value(of: kind, in: packet) else { continue }
            try promise(
                copy.value(of: kind, in: header.span.bytes)?.elementsEqual(value) == true, "\(kind) has changed")
        }
        if receiver[.mid] != 0, (1...16).contains(mid.utf8.count) {
            let read = copy.value(of: .mid, in: header.span.bytes)?.array() ?? []
            try promise(read == Array(mid.utf8), "another mid")
        }
        if receiver[.transportCC] != 0 {
            let read = copy.value(of: .transportCC, in: header.span.bytes)?.uint16(at: 0)
            try promise(read == 0x1234, "another transport sequence number")
        }
    }
}
