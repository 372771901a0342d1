import Bytes
import Congestion
import MediaParameters

extension MediaEngine {
    /// Chooses the encoding of each video slot anew; a change waits for the new encoding's next key frame.
    mutating func chooseLayers(_ handle: Handle<Transport>) {
        for slot in transports[handle].slots where slots[slot].parameters.kind == .video { chooseLayer(of: slot) }
    }

    mutating func chooseLayer(of slot: Handle<DownTrack>) {
        guard let track = slots[slot].source else { return }
        let all = uplinks[track].encodings
        guard let first = all.first else { return }
        let chosen = all.count == 1 ? first : best(of: all, height: slots[slot].height) ?? slots[slot].target ?? first
        guard slots[slot].target != chosen else { return }
        slots[slot].target = chosen
        if slots[slot].current != chosen { wantKeyFrame(for: slot) }
    }

    private mutating func best(of all: [Handle<Encoding>], height: Int?) -> Handle<Encoding>? {
        var layers: [LayerSelector.Layer] = []
        for encoding in all {
            let bitrate = encodings[encoding].rate.bitrate(at: nextTick)
            layers.append(LayerSelector.Layer(rank: encodings[encoding].rank, bitrate: bitrate))
        }
        let rank = LayerSelector.choose(layers, ranks: all.count, height: height)
        return all.first { encodings[$0].rank == rank }
    }
}
