/**
 * Writes down when each frame of the page's film was shown, on the machine's clock, which is one for all pages.
 * `window.filmProbe.frames`: [time in ms since 1970, second of the film], in order. `loads`: [from, until], each time the
 * player could not play on at once: while it sought, and while it waited for data.
 */
(() => {
  const frames = [];
  const loads = [];
  // `timeOrigin` was read from the machine's clock when the page began; the clock may have been slewed since.
  function sinceEpoch() {
    const differences = Array.from({ length: 101 }, () => Date.now() + 0.5 - performance.now());
    return differences.sort((a, b) => a - b)[50];
  }
  function watch(video) {
    const note = (_, { expectedDisplayTime, mediaTime }) => {
      frames.push([sinceEpoch() + expectedDisplayTime, mediaTime]);
      if (frames.length > 20_000) frames.splice(0, 5_000);
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
  }
  function watchLoads(video) {
    let since = null;
    const look = () => {
      const now = sinceEpoch() + performance.now();
      const isLoading = video.seeking || video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
      if (isLoading) since ??= now;
      else if (since !== null) loads.push([since, now]);
      if (!isLoading) since = null;
      if (loads.length > 2_000) loads.splice(0, 500);
    };
    for (const type of ['seeking', 'seeked', 'waiting', 'canplay', 'playing']) video.addEventListener(type, look);
  }
  const search = setInterval(() => {
    const video = document.querySelector('.film-video');
    if (!video) return;
    clearInterval(search);
    watch(video);
    watchLoads(video);
  }, 50);
  window.filmProbe = { frames, take: () => frames.splice(0), takeLoads: () => loads.splice(0), video: () => document.querySelector('.film-video') };
})();
