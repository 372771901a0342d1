import Bytes

extension PayloadFacts {
    /// Writes other picture ids over those of a payload that begins at `offset`: the picture id in the width that it has there, TL0PICIDX if there is one.
    @inlinable
    @_lifetime(bytes: copy bytes)
    package func patch(
        pictureID: UInt16, tl0PictureIndex: UInt8, into bytes: inout MutableRawSpan, payloadAt offset: Int
    ) {
        if pictureIDBits == 15 {
            bytes.store(pictureID | 0x8000, at: offset + pictureIDOffset)
        } else if pictureIDBits == 7 {
            bytes.store(UInt8(truncatingIfNeeded: pictureID & 0x7f), at: offset + pictureIDOffset)
        }
        if tl0PictureIndexOffset != 0 { bytes.store(tl0PictureIndex, at: offset + tl0PictureIndexOffset) }
    }
}
