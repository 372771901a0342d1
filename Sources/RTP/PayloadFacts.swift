import Bytes
import MediaParameters

/// What forwarding needs to know about one payload, whatever its codec. Offsets are relative to the start of the payload.
package struct PayloadFacts: Sendable, Equatable {
    /// A receiver that got nothing before may begin here. True of every audio packet.
    package var startsKeyFrame = false
    /// For VP9 and descriptors, of the frame of one spatial layer.
    package var startsFrame = false
    /// Only VP9 and the dependency descriptor say so; of other codecs the RTP marker tells the last packet.
    package var endsFrame = false
    package var spatialLayer: UInt8 = 0
    package var temporalLayer: UInt8 = 0
    /// A receiver may go up to this temporal layer here (VP8 Y, VP9 U).
    package var isSwitchingUpPoint = false
    package var pictureID: UInt16?
    /// 7 or 15; 0 without a picture id.
    package var pictureIDBits: UInt8 = 0
    package var pictureIDOffset = 0
    package var tl0PictureIndex: UInt8?
    package var tl0PictureIndexOffset = 0

    /// `nil` when the payload is not what its codec promises. Layers of AV1 come from its OBU headers.
    package init?(codec: Codec, payload: RawSpan, dependencyDescriptor: RawSpan?) {
        switch codec {
        case .opus: self.init(audio: payload.byteCount > 0)
        case .red: self.init(audio: REDPayload(payload) != nil)
        case .vp8: self.init(VP8Descriptor(payload))
        case .vp9: self.init(VP9Descriptor(payload))
        case .h264: self.init(H264Payload(payload))
        case .av1: self.init(AV1Payload(payload))
        }
        // VP8 and VP9 tell the same themselves.
        if codec == .h264 || codec == .av1, let dependencyDescriptor {
            guard let descriptor = DependencyDescriptor(dependencyDescriptor) else { return nil }
            apply(descriptor, startsKeyFrame: codec == .av1)
        }
    }

    private init?(audio isValid: Bool) {
        guard isValid else { return nil }
        startsKeyFrame = true
        startsFrame = true
        endsFrame = true
    }

    private init?(_ descriptor: VP8Descriptor?) {
        guard let descriptor else { return nil }
        startsKeyFrame = descriptor.isKeyFrame
        startsFrame = descriptor.startsFrame
        temporalLayer = descriptor.temporalLayer
        isSwitchingUpPoint = descriptor.isLayerSync
        note(descriptor.pictureID)
        tl0PictureIndex = descriptor.tl0PictureIndex
        tl0PictureIndexOffset = descriptor.tl0PictureIndexOffset
    }

    private init?(_ descriptor: VP9Descriptor?) {
        guard let descriptor else { return nil }
        startsKeyFrame = descriptor.startsKeyFrame
        startsFrame = descriptor.startsFrame
        endsFrame = descriptor.endsFrame
        spatialLayer = descriptor.spatialLayer
        temporalLayer = descriptor.temporalLayer
        isSwitchingUpPoint = descriptor.isSwitchingUpPoint
        note(descriptor.pictureID)
        tl0PictureIndex = descriptor.tl0PictureIndex
        tl0PictureIndexOffset = descriptor.tl0PictureIndexOffset
    }

    private init?(_ payload: H264Payload?) {
        guard let payload else { return nil }
        startsKeyFrame = payload.hasSequenceParameterSet
        startsFrame = payload.startsFrame
    }

    private init?(_ payload: AV1Payload?) {
        guard let payload else { return nil }
        startsKeyFrame = payload.startsSequence
        startsFrame = payload.startsSequence
        spatialLayer = payload.spatialLayer ?? 0
        temporalLayer = payload.temporalLayer ?? 0
    }

    private mutating func note(_ identifier: PictureID?) {
        guard let identifier else { return }
        pictureID = identifier.value
        pictureIDBits = identifier.bits
        pictureIDOffset = identifier.offset
    }

    /// H.264 keeps its own idea of key frames: descriptors come without parameter sets too.
    private mutating func apply(_ descriptor: DependencyDescriptor, startsKeyFrame tellsKeyFrame: Bool) {
        startsFrame = descriptor.startsFrame
        endsFrame = descriptor.endsFrame
        if tellsKeyFrame { startsKeyFrame = descriptor.startsKeyFrame }
    }
}
