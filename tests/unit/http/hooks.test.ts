import { expect, it } from 'vitest';
import { failure, type Message, paths, success } from '../../../protocol/index.ts';
import { answerHooks } from '../../../server/doors/http/hooks.ts';
import type { Peer } from '../../../server/engine/events/peers.ts';

const hook = { id: 'a', conversationId: 'b', botId: 'bot', mentions: false, isFresh: false };

/** A door before one hook, which the limits let in or not. */
const createDoor = ({ known = true, keptOut = 0, wait = 0, spent = false } = {}) => {
  const seen: string[] = [];
  const answer = answerHooks({
    arrivals: {
      find: async () => (known ? hook : null),
      post: async (_hook, body) => {
        seen.push(`posted ${body}`);
        return success({} as Message);
      },
    },
    limits: { refusal: async () => (spent ? failure('rate_limited', 'too fast', 1_000) : null) },
    peers: {
      visit: (id: string) => id as unknown as Peer,
      keptOutFor: () => keptOut,
      charge: (peer: Peer, cost: number) => {
        seen.push(`charged ${String(peer)} ${cost > 0}`);
        return wait;
      },
      fault: (peer: Peer) => seen.push(`fault of ${String(peer)}`) > 0,
    },
  });
  const post = async () => {
    const body = Buffer.from(JSON.stringify({ body: 'hello' }));
    const request = new Request(`http://localhost${paths.hooks}/secret`, { method: 'POST' });
    return (await answer({ request, headers: {}, body, address: '192.0.2.1' })).status;
  };
  return { seen, post };
};

it('a hook is charged for what is posted to it before any of it is read', async () => {
  const { seen, post } = createDoor();
  expect(await post()).toBe(200);
  expect(seen).toEqual(['charged bot true', 'posted hello']);
});

it.each([
  ['a hook whose peers say that it is too much', { wait: 500 }, 429],
  ['a hook that has spent what its bot may send', { spent: true }, 429],
  ['an address from which too many secrets were tried', { keptOut: 500 }, 429],
  ['a secret that nobody has', { known: false }, 404],
] as const)('%s posts nothing', async (_who, options, status) => {
  const { seen, post } = createDoor(options);
  expect(await post()).toBe(status);
  expect(seen.filter((line) => line.startsWith('posted'))).toEqual([]);
});

it('who tries secrets is counted by address, not by hook', async () => {
  const { seen, post } = createDoor({ known: false });
  await post();
  expect(seen).toEqual(['fault of hooks from 192.0.2.1']);
});
