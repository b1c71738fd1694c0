import '../../../app/theme.css';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { browserFrame } from '../../../app/_live/core/frames.ts';
import { LiveContext } from '../../../app/_live/core/hooks.ts';
import type { WireListener } from '../../../app/_live/core/wire/wire.ts';
import { createLiveClient } from '../../../app/_live/headless-client.ts';
import { useConversation } from '../../../app/_live/rooms/hooks.ts';
import { en } from '../../../app/_messages/en.ts';
import { Timeline } from '../../../app/(workspace)/chat/_timeline/timeline.tsx';
import type { Result } from '../../../protocol/index.ts';
import { FakeServer } from '../../unit/live/fake-server.ts';
import { idOf, personOf } from '../../unit/live/ids.ts';

const room = idOf(4, 1);
const me = personOf(1);
const server = new FakeServer();
server.pageSize = 100;
server.people = [personOf(1), personOf(2), personOf(3)];
server.addConversation(room);
let nextClientId = 1;
let heard: WireListener | null = null;

/** As many lines as a message is to have; each of its words is as long as any. */
const bodyOf = (lines: number): string =>
  Array.from({ length: lines }, (_, line) => `line ${line + 1} ${'of words '.repeat(1 + ((line * 7) % 23))}`).join(
    '\n',
  );

const append = (lines: number, author: number) =>
  server.append(room, personOf(author).id, idOf(5, nextClientId++), bodyOf(lines));

const client = createLiveClient({
  me,
  nextFrame: browserFrame,
  connect: (listener) => {
    heard = listener;
    return {
      open: () => queueMicrotask(() => listener.opened()),
      close: () => undefined,
      ask: async (event, payload) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return structuredClone(server.answer(me, event, payload)) as Result<never>;
      },
    };
  },
});

let setPane: (open: boolean) => void = () => undefined;

const Room = () => {
  const [pane, set] = useState(false);
  setPane = set;
  const conversation = useConversation(room);
  return (
    <div style={{ display: 'flex', height: '100vh' }}>
      <main style={{ display: 'flex', flexDirection: 'column', flex: 1, minWidth: 0 }}>
        {conversation ? <Timeline id={room} conversation={conversation} name="Room" onReply={() => undefined} /> : null}
      </main>
      {pane ? <aside style={{ width: 320 }} /> : null}
    </div>
  );
};

const publish = () => {
  const log = server.log(room);
  const after = log.published;
  const version = log.states.length;
  if (after === version) return;
  log.published = version;
  heard?.received({
    name: 'messages',
    payload: { conversationId: room, after, version, messages: structuredClone(server.changesAfter(room, after)) },
  });
};

const harness = {
  async open(heights: number[], readSeq: number) {
    for (const lines of heights) append(lines, 2 + (lines % 2));
    server.log(room).published = server.log(room).states.length;
    server.log(room).readSeqs.set(me.id, readSeq);
    client.start();
    const root = createRoot(document.body.appendChild(document.createElement('div')));
    root.render(
      <IntlProvider locale="en" messages={en} timeZone="UTC">
        <LiveContext value={client}>
          <Room />
        </LiveContext>
      </IntlProvider>,
    );
    while (!client.store.getState().loaded) await new Promise((resolve) => setTimeout(resolve, 5));
    await client.openConversation(room);
  },
  arrive(heights: number[]) {
    for (const lines of heights) append(lines, 2 + (lines % 2));
    publish();
  },
  /** A page of older messages, and new ones that come so shortly before it that all are drawn at once. */
  async olderWith(heights: number[]) {
    const loaded = client.loadOlder(room);
    harness.arrive(heights);
    await loaded;
  },
  loaded(): number {
    return client.store.getState().logs[room]?.window?.messages.length ?? 0;
  },
  /** The one `back` from the newest. */
  change(back: number, lines: number) {
    const { latest } = server.log(room);
    server.change(room, latest.length - back, { body: bodyOf(lines), editedAt: new Date(0).toISOString() });
    publish();
  },
  react(back: number) {
    const { latest } = server.log(room);
    server.change(room, latest.length - back, { reactions: [{ emoji: '👍', userIds: [personOf(2).id] }] });
    publish();
  },
  send(lines: number) {
    client.send(room, bodyOf(lines));
  },
  pane(open: boolean) {
    flushSync(() => setPane(open));
  },
  typing(typing: boolean) {
    heard?.received({ name: 'typing', payload: { conversationId: room, userId: personOf(2).id, typing } });
  },
};
export type Harness = typeof harness;
Object.assign(window, { harness });
