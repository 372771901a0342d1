"""How far apart films are, from the frames that pages showed: lists of (milliseconds since 1970, second of the film)."""

import bisect

# A film that stands still shows no frames; what was shown longer ago says nothing about where it is now.
LONGEST_FRAME = 250


def phase(frames: list, time: float) -> float | None:
    """Where the film would have begun, in milliseconds of the machine's clock, as the frame that is on the screen at `time` tells."""
    index = bisect.bisect_right(frames, [time, float("inf")]) - 1
    if index < 0 or time - frames[index][0] > LONGEST_FRAME:
        return None
    shown, second = frames[index]
    return shown - 1000 * second


def skew(films: list[list], time: float) -> float | None:
    """Milliseconds between who is furthest ahead and who is furthest behind; None unless all of them play."""
    phases = [phase(frames, time) for frames in films]
    return None if None in phases else max(phases) - min(phases)


def skews(films: list[list], start: float, end: float, step: float = 20) -> list[tuple[float, float]]:
    """(time, skew) every `step` milliseconds at which everybody plays."""
    count = int((end - start) / step)
    found = ((start + step * number, skew(films, start + step * number)) for number in range(count))
    return [(time, value) for time, value in found if value is not None]


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
