import test from 'node:test';
import assert from 'node:assert/strict';
import { FakeParty, chance } from './film-fakes.js';

const FILM = { kind: 'web', url: 'https://films.example/one.webm' };

/** Runs until the film has been playing in everybody's player for a while. */
async function watching(/** @type {FakeParty} */ party, ms = 6_000) {
  party.show(FILM, { playing: true });
  await party.run(ms);
}

/** @param {FakeParty} party @param {number} most milliseconds */
function together(party, most) {
  for (const member of party.members) {
    assert.ok(!member.player.paused, `${member.name} plays`);
    assert.ok(Math.abs(member.error) <= most, `${member.name} is ${member.error.toFixed(1)} ms off`);
  }
}

test('everyone starts on the same frame, although their players take different times to start', async () => {
  const party = new FakeParty();
  party.join('Ann', { traits: { startDelay: () => 20 } });
  party.join('Bo', { traits: { startDelay: () => 110 }, delay: () => 75 });
  party.show(FILM);
  await party.run(2_000);
  for (let round = 0; round < 4; round += 1) {
    party.members[0].sync.play();
    await party.run(1_500);
    party.members[0].sync.pause();
    await party.run(1_500);
    assert.ok(party.members.every(({ error, player }) => player.paused && Math.abs(error) < 21), 'standing on the same frame');
  }
  party.members[1].sync.play();
  await party.run(550);
  together(party, 40);
});

test('a small drift is corrected inaudibly, and then left alone', async () => {
  const party = new FakeParty();
  const ann = party.join('Ann', { traits: { drift: 0.0003, startDelay: () => 90 } });
  await watching(party, 10_000);
  const { seeks } = ann.player;
  const rates = new Set();
  for (let second = 0; second < 120; second += 1) {
    await party.run(1_000);
    rates.add(ann.player.rate);
    assert.ok(Math.abs(ann.error) < 21, `${ann.error} ms at ${second} s`);
  }
  assert.equal(ann.player.seeks, seeks);
  assert.ok([...rates].every((rate) => rate >= 0.95 && rate <= 1.05), [...rates].join());
});

test('a large drift is corrected by one seek', async () => {
  const party = new FakeParty();
  const ann = party.join('Ann', { traits: { seekDelay: () => 300 } });
  await watching(party);
  const { seeks } = ann.player;
  ann.player.starve(400);
  await party.run(400);
  ann.player.starve(2_000);
  await party.run(7_000);
  assert.equal(ann.player.seeks, seeks + 1);
  together(party, 25);
});

test('a late joiner lands where the party is', async () => {
  const party = new FakeParty();
  party.join('Ann');
  await watching(party, 60_000);
  const bo = party.join('Bo', { traits: { loadDelay: 700, seekDelay: () => 600, startDelay: () => 100 }, delay: () => 75 });
  await party.run(5_000);
  together(party, 25);
  assert.ok(bo.player.seeks <= 3, `${bo.player.seeks} seeks`);
  assert.deepEqual(party.heard.filter(({ from, message }) => from === 'Bo' && message.type === 'BUFFERING').map(({ message }) => message.state), ['ready'],
    'nobody is asked to wait while it loads');
});

test('a seek takes everyone along, and is settled within a second', async () => {
  const party = new FakeParty();
  const [ann] = [party.join('Ann'), party.join('Bo', { delay: () => 75, traits: { seekDelay: () => 250 } }), party.join('Cleo')];
  await watching(party);
  ann.sync.seek(300);
  await party.run(1_000 + 190 + 75);
  together(party, 60);
  assert.ok(Math.abs(party.position - 301) < 0.2);
  await party.run(4_000);
  together(party, 21);
  assert.equal(party.commands.length, 1);
});

/** A second member whose seeks take `delay()`; both have done a few. */
async function practised(/** @type {() => number} */ delay) {
  const party = new FakeParty();
  party.join('Ann');
  party.join('Bo', { delay: () => 75, traits: { seekDelay: delay } });
  await watching(party);
  for (let round = 1; round <= 5; round += 1) {
    party.members[0].sync.seek(round * 50);
    await party.run(3_000);
  }
  return party;
}

test('a seek is begun when it is announced, not only when it shall be over', async () => {
  const party = await practised(() => 100);
  party.members[0].sync.seek(500);
  // Heard of after 85 ms, to hold from 200 ms on: 360 ms if it began then.
  await party.run(320);
  together(party, 60);
});

test('a small seek is no jump: until its time has come the film goes on', async () => {
  const party = await practised(() => 100);
  const [{ player, sync }] = party.members;
  sync.seek(sync.position + 0.5);
  await party.run(120);
  assert.ok(!player.paused && !player.seeking);
  await party.run(2_000);
  together(party, 60);
});

test('one seek that took long does not hold up the next one', async () => {
  let delay = 100;
  const party = await practised(() => delay);
  delay = 1_200;
  party.members[0].sync.seek(400);
  await party.run(400);
  delay = 100;
  await party.run(5_000);
  party.members[0].sync.seek(500);
  await party.run(500);
  together(party, 60);
});

test('after a seek all are together within a second, although their players start differently each time', async () => {
  const next = chance(3);
  const traits = { startDelay: () => 30 + 220 * next(), seekDelay: () => 100 };
  const party = new FakeParty();
  for (const name of ['Ann', 'Bo', 'Cleo', 'Dev', 'Eva']) party.join(name, { traits });
  await watching(party);
  for (let round = 1; round <= 8; round += 1) {
    party.members[0].sync.seek(round * 50);
    await party.run(1_200);
    together(party, 60);
    await party.run(3_000);
  }
});

test('what a user does with the player itself is told to the party, and to it only once', async () => {
  const party = new FakeParty();
  const [ann, bo] = [party.join('Ann'), party.join('Bo', { delay: () => 75 })];
  await watching(party);
  ann.player.userPause();
  await party.run(2_000);
  assert.ok(ann.player.paused && bo.player.paused);
  assert.ok(Math.abs(ann.player.position - bo.player.position) < 0.03);
  await bo.player.userPlay();
  await party.run(4_000);
  together(party, 25);
  ann.player.userSeek(200);
  await party.run(4_000);
  together(party, 25);
  assert.ok(Math.abs(bo.player.position - 203.7) < 1);
  bo.player.setRate(1.5);
  await party.run(4_000);
  assert.equal(party.state.rate, 1.5);
  together(party, 25);
  assert.deepEqual(party.commands.map(({ type }) => type), ['PLAY_PAUSE', 'PLAY_PAUSE', 'SEEK', 'RATE']);
});

test('a user who presses pause while the player is still busy with a seek is heard', async () => {
  const party = new FakeParty();
  const [ann, bo] = [party.join('Ann', { traits: { seekDelay: () => 900 } }), party.join('Bo')];
  await watching(party);
  bo.sync.seek(100);
  await party.run(3_000);
  ann.player.userPause();
  await party.run(10);
  await ann.player.userPlay();
  await party.run(1);
  ann.player.userPause();
  await party.run(4_000);
  assert.ok(ann.player.paused && bo.player.paused, 'the last thing the user did holds');
});

test('a command that is refused is undone', async () => {
  const party = new FakeParty();
  const [ann] = [party.join('Ann'), party.join('Bo')];
  await watching(party);
  party.refuses = true;
  ann.player.userPause();
  await party.run(4_000);
  together(party, 25);
  ann.player.userSeek(400);
  await party.run(4_000);
  together(party, 25);
  assert.equal(party.commands.length, 2);
});

test('a command without an answer is undone after a while', async () => {
  const party = new FakeParty();
  const ann = party.join('Ann');
  await watching(party);
  party.hear = () => {};
  ann.player.userPause();
  await party.run(1_000);
  assert.ok(ann.player.paused && ann.sync.pending);
  await party.run(8_000);
  together(party, 25);
  assert.ok(!ann.sync.pending);
});

test('a browser that wants a click first gets a button, and then catches up', async () => {
  const party = new FakeParty();
  const ann = party.join('Ann', { traits: { autoplay: false } });
  /** @type {boolean[]} */
  const told = [];
  ann.sync.addEventListener('blocked', (event) => told.push(/** @type {any} */ (event).detail));
  await watching(party, 20_000);
  assert.equal(ann.sync.blocked, true);
  assert.equal(ann.sync.phase, 'blocked');
  assert.ok(ann.player.paused);
  ann.player.permit();
  ann.sync.allow();
  await party.run(4_000);
  together(party, 25);
  assert.deepEqual(told, [true, false]);
  assert.deepEqual(party.commands, []);
});

test('a page that the browser paused because nobody looks does not pause the party', async () => {
  const party = new FakeParty();
  let hidden = false;
  const [ann] = [party.join('Ann', { hidden: () => hidden }), party.join('Bo')];
  await watching(party);
  hidden = true;
  ann.player.userPause();
  await party.run(30_000);
  assert.deepEqual(party.commands, []);
  hidden = false;
  ann.sync.refresh();
  await party.run(4_000);
  together(party, 25);
});

test('the end of the film is the end for everyone, and a seek back plays on', async () => {
  const party = new FakeParty();
  const film = { ...FILM, duration: 30 };
  const [ann, bo] = [party.join('Ann', { traits: { duration: 30 } }), party.join('Bo', { traits: { duration: 30.04 } })];
  party.show(film, { playing: true });
  await party.run(40_000);
  assert.deepEqual([ann, bo].map(({ sync }) => sync.phase), ['ended', 'ended']);
  assert.deepEqual(party.commands, [], 'a player that stops at the end is no user who pauses');
  ann.sync.seek(5);
  await party.run(5_000);
  together(party, 25);
});

test('who joins after the end sees the end', async () => {
  const party = new FakeParty();
  party.join('Ann', { traits: { duration: 30 } });
  party.show({ ...FILM, duration: 30 }, { playing: true });
  await party.run(40_000);
  const bo = party.join('Bo', { traits: { duration: 30 } });
  await party.run(3_000);
  assert.equal(bo.sync.phase, 'ended');
  assert.equal(bo.player.position, 30);
});

test('a live stream starts and stops with the party, and is never seeked or slowed', async () => {
  const party = new FakeParty();
  const [ann, bo] = [party.join('Ann', { traits: { duration: Infinity } }), party.join('Bo', { traits: { duration: Infinity }, delay: () => 75 })];
  await watching(party);
  const { seeks } = ann.player;
  assert.ok(!ann.player.paused && !bo.player.paused);
  ann.player.starve(3_000);
  await party.run(5_000);
  ann.player.userPause();
  await party.run(2_000);
  assert.ok(ann.player.paused && bo.player.paused);
  bo.sync.play();
  await party.run(2_000);
  assert.ok(!ann.player.paused && !bo.player.paused);
  assert.deepEqual([ann.player.seeks, bo.player.seeks, ann.player.rateChanges], [seeks, 0, 0]);
  assert.equal(party.heard.filter(({ message }) => message.type === 'SYNC_REPORT').length, 0);
});

test('a player that stalls says so, says when it is ready, and catches up', async () => {
  const party = new FakeParty();
  const ann = party.join('Ann', { traits: { loadDelay: 1_000 } });
  await watching(party);
  ann.player.starve(3_000);
  await party.run(3_200);
  const states = () => party.heard.filter(({ message }) => message.type === 'BUFFERING').map(({ message }) => message.state);
  assert.deepEqual(states(), ['stalled', 'ready', 'stalled', 'ready']);
  await party.run(5_000);
  together(party, 25);
});

test('while everyone waits for somebody, whoever stands near enough does not seek, and starts with the others', async () => {
  const party = new FakeParty();
  const [ann, bo, cleo] = [party.join('Ann'), party.join('Bo', { delay: () => 75, traits: { startDelay: () => 90 } }), party.join('Cleo', { traits: { startDelay: () => 60 } })];
  await watching(party);
  const seeks = () => party.members.map(({ player }) => player.seeks);
  for (const off of [0, 0.3, -0.04]) {
    const before = seeks();
    party.hold(off);
    await party.run(1_000);
    assert.ok(party.members.every(({ player, sync }) => player.paused && sync.phase === 'held'));
    party.goOn();
    await party.run(1_500);
    together(party, 40);
    assert.deepEqual(seeks(), before, `the place is ${off} s further back than where they stopped`);
  }
  const before = seeks();
  party.hold(-0.5);
  await party.run(1_000);
  assert.ok([ann, bo, cleo].every(({ error }) => Math.abs(error) < 21), 'who is too far behind seeks while there is time');
  assert.ok(seeks().every((count, index) => count === before[index] + 1));
});

test('readiness names the duration, and another film is reported anew', async () => {
  const party = new FakeParty();
  party.join('Ann', { traits: { duration: 90.5, loadDelay: 1_000 } });
  party.show(FILM);
  await party.run(2_000);
  party.show({ ...FILM, url: 'https://films.example/two.webm' });
  await party.run(2_000);
  const told = party.heard.map(({ message }) => message).filter(({ type }) => type === 'BUFFERING');
  assert.deepEqual(told.map(({ state, revision, duration }) => [state, revision, duration]),
    [['stalled', 1, undefined], ['ready', 1, 90.5], ['ready', 2, 90.5]]);
});

test('a member without the film is not waited for', async () => {
  const party = new FakeParty();
  const ann = party.join('Ann');
  ann.player.absent = true;
  await watching(party);
  assert.equal(ann.sync.phase, 'absent');
  assert.deepEqual(party.heard, []);
});

test('the error is reported once a second while the film plays, with its sign', async () => {
  const party = new FakeParty();
  const ann = party.join('Ann', { traits: { startDelay: () => 60 } });
  await watching(party, 10_000);
  const reports = party.heard.map(({ message }) => message).filter(({ type }) => type === 'SYNC_REPORT');
  assert.ok(reports.length >= 8 && reports.length <= 10, String(reports.length));
  assert.ok(Math.abs(reports[reports.length - 1].error - ann.error) < 15);
  ann.player.starve(300);
  await party.run(1_300);
  const last = party.heard.map(({ message }) => message).filter(({ type }) => type === 'SYNC_REPORT').pop();
  assert.ok(last.error < -200, String(last.error));
});

test('a player that knows a few rates only is kept near by rare seeks', async () => {
  const party = new FakeParty();
  const ann = party.join('Ann', { traits: { rates: [0.5, 1, 1.5, 2], startDelay: () => 90, drift: -0.001 } });
  await watching(party, 10_000);
  const { seeks } = ann.player;
  for (let second = 0; second < 300; second += 1) {
    await party.run(1_000);
    assert.ok(ann.sync.error === null || Math.abs(ann.error) < 260, `${ann.error} ms at ${second} s`);
  }
  assert.ok(ann.player.seeks - seeks <= 6, `${ann.player.seeks - seeks} seeks in 5 minutes`);
  assert.deepEqual(party.commands, []);
});

test('a player whose seeks land somewhere else is not seeked for ever', async () => {
  const party = new FakeParty();
  const chances = chance(5);
  const ann = party.join('Ann', { traits: { landing: () => (chances() - 0.5) * 1.6, rates: [1] } });
  await watching(party, 120_000);
  assert.ok(ann.player.seeks < 25, `${ann.player.seeks} seeks in two minutes`);
  assert.deepEqual(party.commands, []);
});

/** Members on all kinds of networks with all kinds of players, who do this and that. */
async function randomParty(/** @type {number} */ seed) {
  const next = chance(seed);
  const between = (/** @type {number} */ low, /** @type {number} */ high) => low + next() * (high - low);
  const party = new FakeParty();
  for (const name of ['Ann', 'Bo', 'Cleo', 'Dev'].slice(0, 2 + Math.floor(next() * 3))) {
    const [base, jitter, start, spread, seek] = [between(2, 90), between(0, 60), between(0, 120), between(0, 60), between(20, 1_500)];
    party.join(name, {
      delay: () => base + jitter * next() ** 3, skew: between(-5e-5, 5e-5),
      traits: { startDelay: () => start + spread * next(), seekDelay: () => seek * between(0.7, 1.3), drift: between(-2e-4, 2e-4), loadDelay: between(10, 2_000) },
    });
  }
  party.show(FILM, { playing: next() < 0.5 });
  let acts = 0;
  await party.run(between(100, 4_000));
  for (let act = 0; act < 12; act += 1) {
    acts += await randomAct(party, next);
    await party.run(between(0, 1) < 0.4 ? between(20, 400) : between(400, 6_000));
  }
  return { party, acts };
}

/** @returns {Promise<number>} how many commands the party is to hear of it */
async function randomAct(/** @type {FakeParty} */ party, /** @type {() => number} */ next) {
  const member = party.members[Math.floor(next() * party.members.length)];
  const deeds = [
    () => member.sync.play(), () => member.sync.pause(), () => member.sync.seek(next() * 500),
    () => member.sync.setRate(next() < 0.5 ? 1 : 1.25), () => member.player.starve(next() * 2_000),
  ];
  const which = Math.floor(next() * deeds.length);
  deeds[which]();
  return which === 4 ? 0 : 1;
}

test('whatever happens, everyone ends up together, nobody goes on correcting, and nothing is echoed', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const { party, acts } = await randomParty(seed);
    party.members[0].sync.play();
    await party.run(25_000);
    const before = party.members.map(({ player }) => ({ seeks: player.seeks, starts: player.starts, rates: player.rateChanges }));
    for (let second = 0; second < 30; second += 1) {
      await party.run(1_000);
      for (const { name, error } of party.members) assert.ok(Math.abs(error) < 60, `seed ${seed}: ${name} is ${error.toFixed(0)} ms off after ${second} s`);
    }
    party.members.forEach(({ player, name }, index) => {
      assert.equal(player.seeks, before[index].seeks, `seed ${seed}: ${name} seeks`);
      assert.equal(player.starts, before[index].starts, `seed ${seed}: ${name} stops and starts`);
      assert.ok(player.rateChanges - before[index].rates <= 8, `seed ${seed}: ${name} changes its rate ${player.rateChanges - before[index].rates} times in 30 s`);
    });
    assert.equal(party.commands.length, acts + 1, `seed ${seed}: a command for each deed, and none of its own`);
  }
});
