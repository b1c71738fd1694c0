import type { Sent } from './author.ts';
import type { Member } from './member.ts';

/** What the members of one driver were shown, compared with what was acknowledged. */
export type Audit = {
  /** Acknowledged messages × the members who had to be shown them. */
  expected: number;
  delivered: number;
  doubles: number;
  disorder: number;
  seqGaps: number;
  /** Shown, but never acknowledged: allowed, because an acknowledgement may be lost. */
  unacked: number;
  incompleteMembers: number;
  /** Per conversation, each order in which complete members saw it. */
  orders: Map<number, Set<number>>;
};

const empty = (): Audit => ({
  expected: 0,
  delivered: 0,
  doubles: 0,
  disorder: 0,
  seqGaps: 0,
  unacked: 0,
  incompleteMembers: 0,
  orders: new Map(),
});

/** Checks every message against every member. */
export const auditMembers = (members: Iterable<Member>, sent: Sent[]): Audit => {
  const audit = empty();
  const byConversation = Map.groupBy(sent, ({ conversation }) => conversation);
  for (const member of members) {
    for (const conversation of member.conversations) {
      auditReception(audit, member, conversation, byConversation.get(conversation) ?? []);
    }
  }
  return audit;
};

const addOrder = (audit: Audit, conversation: number, order: number) => {
  const orders = audit.orders.get(conversation);
  if (orders === undefined) audit.orders.set(conversation, new Set([order]));
  else orders.add(order);
};

const auditReception = (audit: Audit, member: Member, conversation: number, sent: Sent[]) => {
  const reception = member.receptions.get(conversation);
  let expected = 0;
  let delivered = 0;
  for (const author of sent) {
    if (author.unacked.length === 0 && reception !== undefined && reception.contiguous(author.person) >= author.sent) {
      expected += author.sent;
      delivered += author.sent;
      continue;
    }
    const unacked = new Set(author.unacked);
    for (let n = 1; n <= author.sent; n++) {
      const shown = reception?.has(author.person, n) ?? false;
      if (unacked.has(n)) {
        if (shown) audit.unacked++;
        continue;
      }
      expected++;
      if (shown) delivered++;
    }
  }
  audit.expected += expected;
  audit.delivered += delivered;
  if (delivered < expected) audit.incompleteMembers++;
  if (reception === undefined) return;
  audit.doubles += reception.doubles;
  audit.disorder += reception.disorder;
  audit.seqGaps += reception.seqGaps;
  if (delivered < expected) return;
  addOrder(audit, conversation, reception.order);
};

export const mergeAudits = (audits: Audit[]): Audit => {
  const merged = empty();
  for (const audit of audits) {
    for (const key of [
      'expected',
      'delivered',
      'doubles',
      'disorder',
      'seqGaps',
      'unacked',
      'incompleteMembers',
    ] as const)
      merged[key] += audit[key];
    for (const [conversation, orders] of audit.orders) {
      for (const order of orders) addOrder(merged, conversation, order);
    }
  }
  return merged;
};

/** @returns conversations of which two complete members saw different orders */
export const differentOrders = (audit: Audit): number =>
  [...audit.orders.values()].filter((orders) => orders.size > 1).length;
