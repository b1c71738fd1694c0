import type { Violation } from './check.ts';
import type { Facts, Stored } from './facts.ts';

/** The database by itself: `seq` 1..n per conversation, and each (author, clientId) once. */
export const checkStore = ({ stored, heads, written }: Facts): Violation[] => {
  const violations: Violation[] = [];
  const byConversation = Map.groupBy(stored, ({ conversationId }) => conversationId);
  for (const { conversationId, lastSeq } of heads) {
    const rows = byConversation.get(conversationId) ?? [];
    violations.push(...numbering(conversationId, rows, lastSeq));
  }
  const seen = new Set<string>();
  for (const { authorId, clientId, conversationId, seq } of stored) {
    const key = `${authorId} ${clientId}`;
    if (seen.has(key))
      violations.push({ kind: 'doubled', text: `${conversationId}: seq ${seq} repeats the client id ${clientId}` });
    seen.add(key);
  }
  return [...violations, ...writingOrder(written, byConversation)];
};

const numbering = (conversationId: string, rows: Stored[], lastSeq: number): Violation[] => {
  const violations: Violation[] = [];
  const seqs = rows.map(({ seq }) => seq).sort((a, b) => a - b);
  let expected = 1;
  for (const seq of seqs) {
    if (seq < expected) violations.push({ kind: 'doubled', text: `${conversationId}: seq ${seq} is there twice` });
    for (; expected < seq; expected++)
      violations.push({ kind: 'lost', text: `${conversationId}: seq ${expected} is missing in the database` });
    expected = Math.max(expected, seq + 1);
  }
  for (; expected <= lastSeq; expected++)
    violations.push({ kind: 'lost', text: `${conversationId}: seq ${expected} is counted but not there` });
  return violations;
};

/** Whoever wrote two messages finds them in the order in which they were written. */
const writingOrder = (written: Facts['written'], stored: Map<string, Stored[]>): Violation[] => {
  const place = new Map(written.map(({ authorId, clientId }, index) => [`${authorId} ${clientId}`, index]));
  const violations: Violation[] = [];
  for (const [conversationId, rows] of stored) {
    const last = new Map<string, number>();
    for (const { authorId, clientId, seq } of rows) {
      const index = place.get(`${authorId} ${clientId}`);
      if (index === undefined) continue;
      if (index < (last.get(authorId) ?? -1))
        violations.push({
          kind: 'misordered',
          text: `${conversationId}: seq ${seq} was written before the one above it`,
        });
      last.set(authorId, Math.max(index, last.get(authorId) ?? -1));
    }
  }
  return violations;
};
