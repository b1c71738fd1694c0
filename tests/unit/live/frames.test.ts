import { afterEach, expect, test, vi } from 'vitest';
import { browserFrame } from '../../../app/_live/core/frames.ts';
import type { Received, WireListener } from '../../../app/_live/core/wire/wire.ts';
import { createLiveClient } from '../../../app/_live/headless-client.ts';
import { failure, type Result } from '../../../protocol/index.ts';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { settled } from './world.ts';

const room = idOf(4, 1);
const admin = { ...personOf(1), role: 'admin' as const };

/** A page that draws when a test says so. */
class DrawnPage {
  readonly server = new FakeServer();
  readonly asked: string[] = [];
  /** How often those who watch the state were told. */
  told = 0;
  frame: (() => void) | null = null;
  private listener: WireListener | null = null;
  readonly client = createLiveClient({
    me: admin,
    connect: (listener) => {
      this.listener = listener;
      return {
        open: () => listener.opened(),
        close: () => undefined,
        ask: async (event, payload) => {
          this.asked.push(event);
          if (event === 'message:send') return failure('unavailable', 'never');
          return this.server.answer(admin, event, payload) as Result<never>;
        },
      };
    },
    nextFrame: (run) => {
      this.frame = run;
      return () => {
        this.frame = null;
      };
    },
  });

  async open(): Promise<this> {
    this.server.addConversation(room);
    this.client.start();
    await settled();
    await this.client.openConversation(room);
    this.client.watchTickets({});
    await settled();
    this.client.store.subscribe(() => {
      this.told += 1;
    });
    return this;
  }

  receive(event: Received): void {
    this.listener?.received(event);
  }

  write(): void {
    const message = this.server.append(room, personOf(2).id, idOf(5, this.version + 1), 'hello');
    this.receive({
      name: 'messages',
      payload: { conversationId: room, after: message.version - 1, version: message.version, messages: [message] },
    });
  }

  reject(): void {
    const { feed } = this.server;
    feed.reject({});
    const version = feed.states.length;
    this.receive({
      name: 'tickets',
      payload: { after: version - 1, version, rejections: feed.changesAfter(version - 1) },
    });
  }

  draw(): void {
    const { frame } = this;
    this.frame = null;
    frame?.();
  }

  get version(): number {
    return this.server.log(room).states.length;
  }

  get shown() {
    const { logs, feed } = this.client.store.getState();
    return {
      messages: logs[room]?.window?.messages.length,
      tickets: Object.values(feed?.views ?? {})[0]?.rejections.length,
      open: feed?.open,
    };
  }
}

test('a thousand messages and rejections within one frame are one change of what is shown', async () => {
  const page = await new DrawnPage().open();
  for (let count = 0; count < 499; count += 1) {
    page.write();
    page.reject();
  }
  expect([page.told, page.shown]).toEqual([0, { messages: 0, tickets: 0, open: 0 }]);
  page.draw();
  expect([page.told, page.shown]).toEqual([1, { messages: 499, tickets: 499, open: 499 }]);
  expect(page.asked.filter((event) => event.endsWith(':changes'))).toEqual([]);
});

test('more than a thousand do not wait for a frame that may never come', async () => {
  const page = await new DrawnPage().open();
  for (let count = 0; count < 1_001; count += 1) page.write();
  expect([page.told, page.shown.messages]).toEqual([1, 1_000]);
  page.draw();
  expect([page.told, page.shown.messages]).toEqual([2, 1_001]);
});

test('what one writes oneself is shown in the moment of the key press, with all that came before it', async () => {
  const page = await new DrawnPage().open();
  page.write();
  const clientId = page.client.send(room, 'mine');
  expect(page.told).toBe(1);
  expect(page.shown.messages).toBe(1);
  expect(page.client.store.getState().outbox.entries).toMatchObject([{ clientId }]);
  expect(page.frame, 'the frame was called off').toBeNull();
  page.draw();
  expect(page.told).toBe(1);
});

test('a page that was stopped takes in nothing any more', async () => {
  const page = await new DrawnPage().open();
  page.write();
  page.client.stop();
  page.write();
  expect([page.frame, page.shown.messages]).toEqual([null, 1]);
});

test('after a frame that ended with an event in another order, nothing is missing', async () => {
  const page = await new DrawnPage().open();
  const messages = [1, 2, 3].map((count) => page.server.append(room, personOf(2).id, idOf(5, count), `${count}`));
  for (const message of [...messages].reverse()) {
    const { version } = message;
    page.receive({
      name: 'messages',
      payload: { conversationId: room, after: version - 1, version, messages: [message] },
    });
  }
  page.draw();
  expect([page.told, page.shown.messages]).toEqual([1, 3]);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('in a tab that nobody sees, where there are no frames, time goes on', () => {
  vi.useFakeTimers();
  const cancelled: number[] = [];
  vi.stubGlobal('requestAnimationFrame', () => 7);
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => cancelled.push(frame));
  const run = vi.fn();
  browserFrame(run);
  vi.advanceTimersByTime(1_000);
  expect(run).toHaveBeenCalledTimes(1);
  expect(cancelled).toEqual([7]);
});

test('in a tab that is seen, the frame takes everything in, and the time does not once more', () => {
  vi.useFakeTimers();
  const frames: (() => void)[] = [];
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  const run = vi.fn();
  browserFrame(run);
  for (const frame of frames) frame();
  vi.advanceTimersByTime(1_000);
  expect(run).toHaveBeenCalledTimes(1);
  browserFrame(run)();
  vi.advanceTimersByTime(1_000);
  expect(run).toHaveBeenCalledTimes(1);
});
