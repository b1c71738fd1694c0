import { expect, test, vi } from 'vitest';
import { lateWire } from '../../../app/_live/core/wire/late.ts';
import type { ConnectWire, WireListener } from '../../../app/_live/core/wire/wire.ts';

const scene = () => {
  const loads: PromiseWithResolvers<ConnectWire>[] = [];
  const load = () => {
    const coming = Promise.withResolvers<ConnectWire>();
    loads.push(coming);
    return coming.promise;
  };
  const inner = { open: vi.fn(), close: vi.fn(), ask: vi.fn(async () => ({ ok: true, data: {} }) as never) };
  const listener: WireListener = { opened: vi.fn(), closed: vi.fn(), received: vi.fn() };
  const report = vi.fn();
  return { loads, inner, listener, report, wire: lateWire(load, report)(listener) };
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a wire is opened once its code is there, however often that was asked for', async () => {
  const { loads, inner, wire } = scene();
  wire.open();
  wire.close();
  wire.open();
  expect(loads).toHaveLength(1);
  expect(await wire.ask('people:list', { limit: 1 })).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  loads[0]?.resolve(() => inner);
  await vi.waitFor(() => expect(inner.open).toHaveBeenCalledOnce());
  expect(await wire.ask('people:list', { limit: 1 })).toMatchObject({ ok: true });
  wire.close();
  expect(inner.close).toHaveBeenCalledOnce();
});

test('a wire that was closed meanwhile stays closed', async () => {
  const { loads, inner, listener, wire } = scene();
  wire.open();
  wire.close();
  loads[0]?.resolve(() => inner);
  await settled();
  expect(inner.open).not.toHaveBeenCalled();
  expect(listener.closed).not.toHaveBeenCalled();
});

test('code that cannot be loaded is a connection that failed, and is loaded again at the next attempt', async () => {
  const { loads, inner, listener, report, wire } = scene();
  wire.open();
  loads[0]?.reject(new Error('no network'));
  await vi.waitFor(() => expect(listener.closed).toHaveBeenCalledWith(null));
  expect(report).toHaveBeenCalledOnce();
  wire.open();
  loads[1]?.resolve(() => inner);
  await vi.waitFor(() => expect(inner.open).toHaveBeenCalledOnce());
});
