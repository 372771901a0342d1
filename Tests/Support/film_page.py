"""What tests do with the film of a party page, and ask of it."""

import pathlib

from waiting import eventually

FILM_PROBE = (pathlib.Path(__file__).parent / "film_probe.js").read_text()


async def state(page) -> dict | None:
    """The page's timeline and player: film, playing, held, position (s), error (ms), phase, blocked, waiting."""
    return await page.evaluate("window.toperparty.film")


async def until(page, accept, what: str, seconds: float = 30) -> dict:
    return await eventually(lambda: state(page), lambda film: bool(film) and accept(film), seconds, f"{page.name}: {what}", every=0.1)


async def choose_test_film(page):
    await page.press("w")
    await page.page.click("[data-film=test]")
    await until(page, lambda film: (film["film"] or {}).get("kind") == "test", "the test film is on")


async def stands(page, seconds: float = 30) -> dict:
    """The player is loaded and stands where the party stands."""
    return await until(page, lambda film: film["phase"] == "held" and film["error"] is not None and abs(film["error"]) < 50, "the film stands still", seconds)


async def plays(page, seconds: float = 30) -> dict:
    return await until(page, lambda film: film["phase"] == "following" and film["playing"], "the film plays", seconds)


async def is_together(page, seconds: float = 30, within: float = 150) -> dict:
    """By its own measure; wide, because a machine that runs all of the tests is busy."""
    return await until(page, lambda film: film["phase"] == "following" and film["error"] is not None and abs(film["error"]) < within, "in sync", seconds)


async def video(page, expression: str):
    """A JavaScript expression about the film's media element, `video`."""
    return await page.evaluate(f"((video) => {expression})(document.querySelector('.film-video'))")


async def frames(page) -> list:
    """Every frame shown since the last call, as film_frames.py reads them."""
    return await page.evaluate("window.filmProbe.take()")


async def loads(page) -> list:
    """[from, until] in milliseconds since 1970, each time since the last call that the player could not play on at once."""
    return await page.evaluate("window.filmProbe.takeLoads()")
