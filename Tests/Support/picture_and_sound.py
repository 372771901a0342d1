"""Made-up media: a moving picture in a member's colour, and a sine at a member's frequency."""

import numpy

COLOURS = [(208, 48, 48), (47, 158, 68), (48, 80, 208), (208, 176, 32)]
SAMPLE_RATE = 48000
SAMPLES = 960  # 20 ms, what one Opus packet holds


def picture(number: int, index: int, width: int = 320, height: int = 240) -> numpy.ndarray:
    """RGB picture `index` of member `number`: the plain colour with a bright bar that walks through it."""
    pixels = numpy.full((height, width, 3), COLOURS[number % len(COLOURS)], dtype=numpy.uint8)
    left = index * 6 % (width - 24)
    pixels[height // 2:, left:left + 24] = 240
    return pixels


def planes(number: int, index: int, width: int = 320, height: int = 240) -> bytes:
    """The same picture as I420 (BT.601, limited range)."""
    rgb = picture(number, index, width, height).astype(numpy.float32)
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    luma = 16 + 0.257 * red + 0.504 * green + 0.098 * blue
    chroma_blue = 128 - 0.148 * red - 0.291 * green + 0.439 * blue
    chroma_red = 128 + 0.439 * red - 0.368 * green - 0.071 * blue
    parts = [luma, chroma_blue[::2, ::2], chroma_red[::2, ::2]]
    return b"".join(part.clip(0, 255).astype(numpy.uint8).tobytes() for part in parts)


def sound(number: int, index: int) -> numpy.ndarray:
    """20 ms of mono 16-bit sine, continuing where `index - 1` ended."""
    times = (numpy.arange(SAMPLES) + index * SAMPLES) / SAMPLE_RATE
    return (8000 * numpy.sin(2 * numpy.pi * (400 + 150 * number) * times)).astype(numpy.int16)
