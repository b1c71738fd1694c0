import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { expect, test } from 'vitest';
import { LiveContext } from '../../app/_live/core/hooks.ts';
import { createLiveClient } from '../../app/_live/headless-client.ts';
import type { LiveState } from '../../app/_live/slices.ts';
import { otherMember, useConversationName } from '../../app/_people/names.ts';
import { FakeServer } from './live/fake-server.ts';
import { idOf, personOf } from './live/ids.ts';

const ann = personOf(1);
const ben = personOf(2);
const messages = { people: { deleted: 'Deleted account', unknown: 'Unknown person', nameGap: ', ' } };

const direct = (peerIds = [ben.id]) => {
  const server = new FakeServer();
  server.addConversation(idOf(4, 1));
  const room = server.conversationFor(idOf(4, 1), ann.id);
  return { ...room, kind: 'direct' as const, name: null, peerId: ben.id, peerIds, memberIds: [ann.id] };
};

const Name = ({ peerIds }: { peerIds?: string[] | undefined }) => <>{useConversationName(direct(peerIds))}</>;

/** What Ann reads as the name of her conversation with Ben, or with these, knowing this much. */
const drawn = (known: Partial<LiveState>, peerIds?: string[]): string => {
  const client = createLiveClient({ me: ann });
  const state = { ...client.store.getState(), ...known };
  const store = { ...client.store, getState: () => state, getInitialState: () => state };
  return renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <LiveContext value={{ ...client, store }}>
        <Name peerIds={peerIds} />
      </LiveContext>
    </IntlProvider>,
  );
};

test("a direct conversation is the other one's, also when their account is gone", () => {
  expect(otherMember(direct(), ann.id)).toBe(ben.id);
  expect(drawn({ people: { [ann.id]: ann, [ben.id]: ben } })).toBe(ben.name);
  expect(drawn({ people: { [ann.id]: ann } }), 'while the name is on its way').toBe('');
  expect(drawn({ people: { [ann.id]: ann }, gonePeople: { [ben.id]: true } })).toBe('Deleted account');
});

test('a direct conversation of several people is called by the names of all others', () => {
  const cat = personOf(3);
  const people = { [ann.id]: ann, [ben.id]: ben };
  expect(drawn({ people, gonePeople: { [cat.id]: true } }, [ben.id, cat.id])).toBe(`${ben.name}, Deleted account`);
  expect(drawn({ people }, [ben.id, cat.id]), 'while a name is on its way').toBe('');
  // An instance of the version before names none of them.
  expect(drawn({ people }, [])).toBe(ben.name);
});
