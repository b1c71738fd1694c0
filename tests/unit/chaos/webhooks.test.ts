import { describe, expect, it, test } from 'vitest';
import { checkIncoming, type IncomingFacts } from '../../chaos/checker/incoming.ts';
import { type Call, checkOutgoing, lateness, type OutgoingFacts } from '../../chaos/checker/outgoing.ts';

const call = (entryId: string, version: number, change: Partial<Call> = {}): Call => ({
  ...{ key: `hook.${entryId}.${version}`, entryId, version, isSigned: true, isTaken: true, at: version },
  ...change,
});

/** Two messages, of which the first was edited before its first state was taken over, and the second came twice. */
const told = (): OutgoingFacts => ({
  hookId: 'hook',
  calls: [call('a', 1, { isTaken: false }), call('b', 2), call('b', 2), call('a', 3)],
  entries: [
    { id: 'a', version: 3, createdAt: 1 },
    { id: 'b', version: 2, createdAt: 2 },
  ],
});

describe('the checker of outgoing webhooks', () => {
  it('finds nothing wrong with what is as promised', () => {
    expect(checkOutgoing(told())).toEqual([]);
  });

  test.each<[string, Call[]]>([
    ['a message that was never told', [call('a', 3)]],
    ['a message that was told and not taken over', [call('b', 2, { isTaken: false }), call('a', 3)]],
    ['a message whose last state was not told', [call('a', 1), call('b', 2)]],
    ['states in another order', [call('a', 3, { isTaken: false }), call('b', 2), call('a', 3)]],
    ['states taken over in another order', [call('b', 2, { isTaken: false }), call('a', 3), call('b', 2)]],
    ['a call without the right signature', [call('b', 2, { isSigned: false }), call('a', 3)]],
    ['a key that is not that of the state', [call('b', 1, { key: 'hook.a.1' }), call('b', 2), call('a', 3)]],
    ['a message of another room', [...told().calls, call('c', 4)]],
    ['a state that there never was', [...told().calls, call('a', 4)]],
  ])('notices %s', (_, calls) => {
    expect(checkOutgoing({ ...told(), calls })).toHaveLength(1);
  });

  it('counts as late only what came after the fault was over, from then on', () => {
    const facts = told();
    facts.calls = [call('b', 2, { at: 50 }), call('a', 3, { at: 130 })];
    expect(lateness(facts, 100)).toBe(30);
    expect(lateness(facts, 0)).toBe(129);
    expect(lateness(facts, 200)).toBe(0);
  });
});

/** One post that was answered twice, and one that was answered once. */
const posted = (): IncomingFacts => ({
  posts: [
    { key: '1', body: 'one', answers: ['first', 'first'], refusals: [] },
    { key: '2', body: 'two', answers: ['second'], refusals: [] },
  ],
  stored: [
    { id: 'first', body: 'one' },
    { id: 'second', body: 'two' },
  ],
});
const firstPost = (change: Partial<IncomingFacts['posts'][number]>): Partial<IncomingFacts> => ({
  posts: posted().posts.map((post, index) => (index === 0 ? { ...post, ...change } : post)),
});

describe('the checker of incoming webhooks', () => {
  it('finds nothing wrong with what is as promised', () => {
    expect(checkIncoming(posted())).toEqual([]);
  });

  test.each<[string, string, Partial<IncomingFacts>]>([
    ['a post that is two messages', 'doubled', { stored: [...posted().stored, { id: 'third', body: 'one' }] }],
    ['a post that was answered with two messages', 'another', firstPost({ answers: ['first', 'second'] })],
    ['a post that is no message', 'lost', { stored: posted().stored.slice(1) }],
    ['a post without an answer', 'never answered', firstPost({ answers: [] })],
    ['a refusal', 'answered 500', firstPost({ refusals: ['500: {}'] })],
    ['a message that nobody posted', 'never posted', { stored: [...posted().stored, { id: 'third', body: 'three' }] }],
  ])('notices %s', (_, what, change) => {
    expect(checkIncoming({ ...posted(), ...change }).join()).toContain(what);
  });
});
