import Bytes

/// One tail for each of some small numbers, made when it is first asked for.
struct SendTails {
    private var tails: [SendTail] = []

    subscript(_ number: Int) -> SendTail {
        get { number < tails.count ? tails[number] : SendTail() }
        set {
            if number >= tails.count {
                tails += repeatElement(SendTail(), count: number + 1 - tails.count)
            }
            tails[number] = newValue
        }
    }
}
