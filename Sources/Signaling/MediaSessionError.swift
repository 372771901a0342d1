/// Why a media session takes no offer now.
enum MediaSessionError: Error, Equatable {
    /// The one before is still being put into force.
    case busy
    /// The participant has left.
    case closed
}
