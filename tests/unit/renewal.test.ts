import { expect, it } from 'vitest';
import { createRenewal } from '../../app/_ui/renewal.ts';
import { settled, VirtualClock } from './live/world.ts';

const page = () => {
  const clock = new VirtualClock();
  const at = { isHidden: false, isThere: true, reloads: 0 };
  const renewal = createRenewal({
    now: clock.now,
    random: () => 0,
    after: clock.after,
    isHidden: () => at.isHidden,
    isThere: async () => at.isThere,
    reload: () => {
      at.reloads += 1;
    },
  });
  /** A page that has been there for long. */
  const old = () => clock.run(600_000);
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 1_000) {
      clock.run(Math.min(left, 1_000));
      await settled();
    }
  };
  return { at, renewal, pass, old };
};

it('a page that nobody wants to load anew stays', async () => {
  const { at, pass } = page();
  await pass(600_000);
  expect(at.reloads).toBe(0);
});

it('a page is loaded anew once nobody has touched it for a moment, and once only', async () => {
  const { at, renewal, pass, old } = page();
  old();
  renewal.want();
  renewal.want();
  for (let n = 0; n < 20; n += 1) {
    renewal.touch();
    await pass(1_000);
  }
  expect(at.reloads).toBe(0);
  await pass(10_000);
  expect(at.reloads).toBe(1);
});

it('a page that nobody sees is loaded anew whatever was touched last', async () => {
  const { at, renewal, pass, old } = page();
  old();
  at.isHidden = true;
  renewal.want();
  await pass(2_000);
  renewal.touch();
  await pass(1_000);
  expect(at.reloads).toBe(1);
});

it('while something would be lost, or no server is there, the page stays', async () => {
  const { at, renewal, pass, old } = page();
  old();
  const done = renewal.keep(() => true);
  renewal.want();
  await pass(60_000);
  expect(at.reloads).toBe(0);
  at.isThere = false;
  done();
  await pass(60_000);
  expect(at.reloads).toBe(0);
  at.isThere = true;
  await pass(10_000);
  expect(at.reloads).toBe(1);
});

it('a page that was just loaded, and is no better than the one before, waits a minute', async () => {
  const { at, renewal, pass } = page();
  renewal.want();
  await pass(55_000);
  expect(at.reloads).toBe(0);
  await pass(15_000);
  expect(at.reloads).toBe(1);
});
