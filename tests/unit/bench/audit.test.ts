import { describe, expect, it } from 'vitest';
import { auditMembers, differentOrders, mergeAudits } from '../../bench/driver/audit.ts';
import { placeSum } from '../../bench/driver/author.ts';
import type { Member } from '../../bench/driver/member.ts';
import { Reception } from '../../bench/driver/reception.ts';

type Message = [person: number, n: number, seq?: number];

const shown = (...messages: Message[]): Reception => {
  const reception = new Reception();
  for (const [person, n, seq] of messages) reception.take({ person, n, due: 0, seq });
  return reception;
};

const memberWho = (reception: Reception) =>
  ({ conversations: [0], receptions: new Map([[0, reception]]) }) as unknown as Member;

const sent = (count: number, unacked: number[] = [], person = 1) => ({
  person,
  conversation: 0,
  sent: count,
  unacked,
  checksum: 0,
});

describe('the bench notices', () => {
  it('a message that was never shown', () => {
    const audit = auditMembers([memberWho(shown([1, 1], [1, 3]))], [sent(3)]);
    expect(audit).toMatchObject({ expected: 3, delivered: 2, incompleteMembers: 1 });
  });

  it('a message that nobody was shown at all', () => {
    expect(auditMembers([memberWho(shown())], [sent(2)])).toMatchObject({ expected: 2, delivered: 0 });
  });

  it('a message shown twice, early or late', () => {
    expect(shown([1, 1], [1, 1]).doubles).toBe(1);
    expect(shown([1, 3], [1, 3], [1, 1], [1, 2]).doubles).toBe(1);
  });

  it('a message shown after a later one of its author', () => {
    expect(shown([1, 2], [1, 1]).disorder).toBe(1);
    expect(shown([1, 1], [2, 1], [1, 2]).disorder).toBe(0);
  });

  it('a step in seq that is not 1', () => {
    expect(shown([1, 1, 7], [1, 2, 9]).seqGaps).toBe(1);
    expect(shown([1, 1, 7], [2, 1, 8]).seqGaps).toBe(0);
  });

  it('two members who saw different orders, also in different drivers', () => {
    const authors = [sent(1, [], 1), sent(1, [], 2)];
    const first = auditMembers([memberWho(shown([1, 1], [2, 1]))], authors);
    const second = auditMembers([memberWho(shown([2, 1], [1, 1]))], authors);
    expect(differentOrders(mergeAudits([first, second]))).toBe(1);
    expect(differentOrders(mergeAudits([first, first]))).toBe(0);
  });

  it('nothing wrong in a message whose acknowledgement was lost', () => {
    expect(auditMembers([memberWho(shown([1, 1]))], [sent(2, [2])])).toMatchObject({ expected: 1, delivered: 1 });
    expect(auditMembers([memberWho(shown([1, 1], [1, 2]))], [sent(2, [2])])).toMatchObject({ expected: 1, unacked: 1 });
  });

  it('places that were exchanged', () => {
    const told = placeSum(placeSum(0, 1, 1), 2, 2);
    expect(placeSum(placeSum(0, 2, 2), 1, 1)).toBe(told);
    expect(placeSum(placeSum(0, 1, 2), 2, 1)).not.toBe(told);
  });
});
