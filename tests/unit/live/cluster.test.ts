import { describe, expect, it } from 'vitest';
import { type ClusterState, success } from '../../../protocol/index.ts';
import { stateOf } from '../cluster/state.ts';
import { FakeServer } from './fake-server.ts';
import { personOf } from './ids.ts';
import { type Page, settled, World } from './world.ts';

const admin = personOf(1, 'admin');
const second = (count: number) => stateOf({ at: `2026-01-01T00:00:0${count}.000Z` });

const open = async () => {
  const world = new World(new FakeServer());
  const page = world.openPage(admin);
  await world.flow(page);
  return { world, page };
};
const asked = (page: Page) =>
  page.toServer.filter(({ event }) => event === 'cluster:state').map(({ payload }) => payload);
const answer = async (page: Page, state: ClusterState) => {
  const [question] = page.toServer.splice(0);
  question?.answer(success(state));
  await settled();
};
const push = async (page: Page, state: ClusterState) => {
  page.receive({ name: 'cluster', payload: state });
  for (const next of page.toClient.splice(0)) next.deliver();
  await settled();
};
const shownBy = (page: Page) => page.client.store.getState().cluster;

describe('a page that shows how the installation is doing', () => {
  it('asks once, hears every change, and keeps the latest for its curves', async () => {
    const { page } = await open();
    page.client.watchCluster();
    await settled();
    expect(asked(page)).toEqual([{ watch: true }]);
    await answer(page, second(1));
    await push(page, second(2));
    expect(shownBy(page)).toEqual({ now: second(2), history: [second(1), second(2)] });
    for (let at = 100; at < 300; at += 1) await push(page, stateOf({ at: `2026-01-01T00:00:09.${at}Z` }));
    expect(shownBy(page)?.history).toHaveLength(90);
  });

  it('is not put back by an answer that was overtaken', async () => {
    const { page } = await open();
    page.client.watchCluster();
    await settled();
    await push(page, second(2));
    await answer(page, second(1));
    expect(shownBy(page)?.now).toEqual(second(2));
  });

  it('asks again on every new connection, and once in a while, because what it is told may get lost', async () => {
    const { world, page } = await open();
    page.client.watchCluster();
    await settled();
    await answer(page, second(1));
    world.clock.run(10_000);
    await settled();
    expect(asked(page)).toEqual([{ watch: true }]);
    page.cut();
    world.clock.run(5_000);
    await world.flow(page);
    expect(page.client.store.getState().connection.phase).toBe('online');
    expect(shownBy(page)?.now, 'what was known is shown meanwhile').toEqual(second(1));
  });

  it('says when it is left that it wants to hear no more, and keeps nothing', async () => {
    const { page } = await open();
    const leave = page.client.watchCluster();
    await settled();
    await answer(page, second(1));
    leave();
    await settled();
    expect(asked(page)).toEqual([{ watch: false }]);
    await push(page, second(2));
    expect(shownBy(page)).toBeNull();
  });
});
