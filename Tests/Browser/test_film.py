"""Films in real browsers: everyone sees the same second, whatever somebody presses and whoever comes or goes."""

import asyncio
import statistics

import pytest
import pytest_asyncio

import film_page as film
from film_frames import percentile, skews
from server import REPOSITORY, Server
from waiting import eventually

TEST_FILM = REPOSITORY / "Sources/WebClient/Public/films/test.webm"
SMALL = {"viewport": {"width": 480, "height": 360}, "devices": False}
# One machine runs the server, the browsers and whatever else: far beyond what viewers get, and far below what broken sync shows.
TOGETHER = 500


async def all_of(pages, check, *arguments):
    return await asyncio.gather(*(check(page, *arguments) for page in pages))


@pytest_asyncio.fixture
async def watchers(chromium, server, room):
    """`await watchers(4)`: that many members with the test film before them, standing at its beginning."""
    async def gather(count: int, url: str = server.url, link: str = room):
        pages = []
        for name in ["Ann", "Bo", "Cleo", "Dev", "Eva"][:count]:
            pages.append(await watcher(chromium, name, url, link))
        await film.choose_test_film(pages[0])
        await all_of(pages, film.stands)
        return pages
    return gather


async def watcher(chromium, name: str, url: str, link: str, **options):
    page = await chromium.page(name, **SMALL | options)
    await page.context.add_init_script(film.FILM_PROBE)
    await page.join(url, link, seconds=60)
    return page


async def show_the_same_frames(pages, seconds: float = 3):
    """What is on the screens, not what the pages say of themselves."""
    await all_of(pages, film.is_together)
    await all_of(pages, film.frames)
    await asyncio.sleep(seconds)
    films = await all_of(pages, film.frames)
    assert all(len(frames) > 3 for frames in films), [len(frames) for frames in films]
    start, end = max(frames[0][0] for frames in films), min(frames[-1][0] for frames in films)
    apart = [value for _, value in skews(films, start, end)]
    assert apart and percentile(apart, 0.5) < TOGETHER, f"median skew {statistics.median(apart) if apart else None} ms"


async def stand_at_the_same_place(pages):
    states = await all_of(pages, film.stands)
    places = await asyncio.gather(*(film.video(page, "video.currentTime") for page in pages))
    assert max(places) - min(places) < 0.1, (places, states)
    return places[0]


async def test_four_people_play_pause_and_seek_and_a_fifth_comes_late(watchers, chromium, server, room):
    pages = await watchers(4)
    ann, bo, cleo, dev = pages
    await bo.press("k")
    await show_the_same_frames(pages)
    await cleo.press("l")
    await film.until(dev, lambda state: state["position"] > 10, "Cleo's seek")
    await show_the_same_frames(pages)
    late = await watcher(chromium, "Eva", server.url, room)
    await show_the_same_frames([*pages, late])
    await late.press("k")
    assert await stand_at_the_same_place([*pages, late]) > 10


async def test_the_film_goes_on_when_the_host_leaves(watchers):
    ann, bo, cleo, dev = await watchers(4)
    await ann.press("k")
    await show_the_same_frames([ann, bo, cleo, dev])
    before = (await film.state(bo))["position"]
    await ann.press("Shift+L")
    await bo.forgets("Ann")
    await show_the_same_frames([bo, cleo, dev])
    assert (await film.state(bo))["position"] > before
    await cleo.press("k")
    await stand_at_the_same_place([bo, cleo, dev])


async def test_what_somebody_does_with_the_player_itself_is_done_by_all_and_only_once(watchers):
    ann, bo = await watchers(2)
    await ann.press("k")
    await show_the_same_frames([ann, bo])
    await film.video(ann, "video.pause()")
    await stand_at_the_same_place([ann, bo])
    await film.video(bo, "{ video.currentTime = 42 }")
    await film.until(ann, lambda state: abs(state["position"] - 42) < 0.5, "Bo's seek")
    assert abs(await stand_at_the_same_place([ann, bo]) - 42) < 0.5
    await film.video(ann, "void video.play()")
    await show_the_same_frames([ann, bo])
    # Nobody's echo moved it away again.
    states = await all_of([ann, bo], film.plays)
    assert all(42 < state["position"] < 80 for state in states), states


# A player whose network gives it nothing more, until it does again.
STARVES = "{ Object.defineProperty(video, 'readyState', { get: () => 2, configurable: true }); video.dispatchEvent(new Event('waiting')); }"
IS_FED = "{ delete video.readyState; video.dispatchEvent(new Event('canplay')); }"
GO_ON = "button:text('Go on now')"


async def test_while_everyone_waits_anybody_may_pause_and_the_host_go_on_without_whoever_is_missing(watchers):
    ann, bo, cleo = await watchers(3)
    await ann.press("k")
    await all_of([ann, bo, cleo], film.plays)
    await film.video(bo, STARVES)
    await film.until(cleo, lambda state: state["held"], "everyone waits for Bo")
    await cleo.press("k")
    await film.until(ann, lambda state: not state["held"] and not state["playing"] and not state["waiting"], "Cleo's pause", 5)
    await film.video(bo, IS_FED)
    await stand_at_the_same_place([ann, bo, cleo])
    await cleo.press("k")
    await all_of([ann, bo, cleo], film.plays)
    await film.video(bo, STARVES)
    await all_of([ann, cleo], lambda page: film.until(page, lambda state: state["held"], "everyone waits for Bo again"))
    await ann.page.click(GO_ON, timeout=5_000)
    assert not await cleo.page.is_visible(GO_ON), "it is not for everybody to decide"
    await film.until(cleo, lambda state: state["playing"] and not state["waiting"], "Ann's decision", 5)
    await film.video(bo, IS_FED)
    await show_the_same_frames([ann, bo, cleo])


async def test_the_speed_is_everyones(watchers):
    ann, bo = await watchers(2)
    await ann.press("k")
    await film.plays(bo)
    await ann.page.select_option(".film-rate", "1.5")
    await film.until(bo, lambda state: state["rate"] == 1.5, "Ann's speed")
    await eventually(lambda: film.video(bo, "video.playbackRate"), lambda rate: 1.4 < rate < 1.6, 20, "Bo's player has it too")
    await all_of([ann, bo], film.is_together)


async def test_everybody_picks_the_same_file_from_disk_and_no_other(chromium, server, room, tmp_path):
    ann, bo = [await watcher(chromium, name, server.url, room) for name in ("Ann", "Bo")]
    await ann.press("w")
    await ann.page.set_input_files("dialog input[type=file]", TEST_FILM)
    await film.stands(ann)
    await film.until(bo, lambda state: state["phase"] == "absent", "the file is asked for")
    other = tmp_path / "other.webm"
    other.write_bytes(TEST_FILM.read_bytes()[:-1])
    await bo.page.set_input_files(".film-notice input[type=file]", other)
    await eventually(lambda: bo.evaluate("document.querySelector('.toasts').textContent"), lambda text: "another file" in text, 20, "it is told apart")
    assert (await film.state(bo))["phase"] == "absent"
    await bo.page.set_input_files(".film-notice input[type=file]", TEST_FILM)
    await film.stands(bo)
    await ann.press("k")
    await show_the_same_frames([ann, bo])


async def test_a_film_from_an_address_and_an_address_without_one(chromium, server, room):
    ann, bo = [await watcher(chromium, name, server.url, room) for name in ("Ann", "Bo")]
    await ann.press("w")
    for wrong, reason in (("javascript:alert(1)", "https://"), (f"{server.url}/index.html", "cannot play|can play")):
        await ann.page.fill("dialog input[type=url]", wrong)
        await ann.page.click("dialog button[type=submit]")
        await eventually(lambda: ann.evaluate("document.querySelector('#film-problem').textContent"),
                         lambda text: any(part in text for part in reason.split("|")), 30, f"{wrong} is refused")
    await ann.page.fill("dialog input[type=url]", f"{server.url}/films/test.webm")
    await ann.page.click("dialog button[type=submit]")
    states = await all_of([ann, bo], film.stands)
    assert all(state["film"]["url"].endswith("/films/test.webm") and state["film"]["duration"] > 80 for state in states), states
    await bo.press("k")
    await show_the_same_frames([ann, bo])


# Every question that a test asks counts as a user's gesture, so the browser's own refusal cannot be had here.
REFUSES_BEFORE_A_CLICK = """(() => {
  const play = HTMLMediaElement.prototype.play;
  let clicked = false;
  addEventListener('pointerdown', () => { clicked = true; }, { capture: true });
  HTMLMediaElement.prototype.play = function () {
    return clicked || !this.classList.contains('film-video') ? play.call(this) : Promise.reject(new DOMException('not before a click', 'NotAllowedError'));
  };
})()"""


async def test_a_browser_that_wants_a_click_first_gets_a_button(watchers, chromium, server, room):
    [ann] = await watchers(1)
    await ann.press("k")
    await film.plays(ann)
    bo = await chromium.page("Bo", **SMALL)
    await bo.context.add_init_script(film.FILM_PROBE)
    await bo.context.add_init_script(REFUSES_BEFORE_A_CLICK)
    await bo.join(server.url, room, seconds=60)
    await film.until(bo, lambda state: state["blocked"] and state["phase"] == "blocked", "the browser refuses")
    await bo.page.click(".film-notice button")
    await show_the_same_frames([ann, bo])


async def test_the_film_by_keyboard_and_for_screen_readers(watchers):
    ann, bo = await watchers(2)
    labels = await ann.evaluate("[...document.querySelectorAll('.film button, .film input, .film select, .film video')].map((each) => each.labels?.[0]?.textContent || each.ariaLabel || each.textContent)")
    assert all(labels), labels
    await ann.evaluate("document.querySelector('.film-bar').focus()")
    await ann.press("PageUp")
    await film.until(bo, lambda state: abs(state["position"] - 60) < 0.5, "a minute on, by the seek bar's key")
    assert "1:00 of 1:30" == await eventually(lambda: ann.evaluate("document.querySelector('.film-bar').getAttribute('aria-valuetext')"),
                                              lambda text: text == "1:00 of 1:30", 20, "the bar says where")
    await eventually(lambda: bo.evaluate("document.querySelector('[aria-live]').textContent + document.querySelector('.toasts').textContent"),
                     lambda text: "Ann went to 1:00" in text, 20, "Bo is told who did it")


async def test_a_phone_shows_film_and_people(watchers):
    ann, bo = await watchers(2)
    for width, height in ((360, 740), (740, 360)):
        await bo.page.set_viewport_size({"width": width, "height": height})
        await asyncio.sleep(0.5)
        boxes = await bo.evaluate("['.film-screen', '.film-controls', '.stage', '.controls'].map((each) => { const box = document.querySelector(each).getBoundingClientRect(); return [box.left, box.right, box.height]; })")
        assert all(left >= 0 and right <= width + 0.5 and tall > 20 for left, right, tall in boxes), (width, boxes)


@pytest.mark.timeout(360)
async def test_the_party_comes_back_to_its_film_after_the_server_was_killed(chromium, tmp_path, room):
    server = await Server(tmp_path, ["127.0.0.1"], ["--database", str(tmp_path / "party.sqlite")]).start()
    try:
        pages = [await watcher(chromium, name, server.url, room) for name in ("Ann", "Bo", "Cleo", "Dev")]
        await film.choose_test_film(pages[0])
        await all_of(pages, film.stands)
        await pages[0].press("k")
        await show_the_same_frames(pages)
        # What the server has told has a moment to reach its disk.
        await asyncio.sleep(2)
        before = (await film.state(pages[0]))["position"]
        server.process.kill()
        await server.process.wait()
        await asyncio.sleep(1)
        assert all([(await film.state(page))["phase"] == "following" for page in pages]), "the film goes on without the server"
        await server.start()
        for page in pages:
            await eventually(lambda: page.evaluate("window.toperparty.signaling"), lambda state: state == "joined", 60, f"{page.name} is back")
        await show_the_same_frames(pages)
        assert (await film.state(pages[0]))["position"] > before
        await pages[3].press("k")
        await stand_at_the_same_place(pages)
    finally:
        await server.stop()
