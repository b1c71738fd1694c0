import type { Violation } from './check.ts';
import type { Acknowledgement, Facts } from './facts.ts';

/** What authors were told against what is there. */
export const checkAcknowledgements = ({ acknowledged, stored }: Facts): Violation[] => {
  const rows = new Map(stored.map((row) => [`${row.authorId} ${row.clientId}`, row]));
  const first = new Map<string, Acknowledgement>();
  const violations: Violation[] = [];
  for (const told of acknowledged) {
    const key = `${told.authorId} ${told.clientId}`;
    const row = rows.get(key);
    const what = `${told.conversationId}: ${told.clientId} was acknowledged as seq ${told.seq}`;
    if (row === undefined) violations.push({ kind: 'lost', text: `${what} and is not in the database` });
    else if (row.conversationId !== told.conversationId)
      violations.push({ kind: 'other', text: `${what} and is in another conversation` });
    else if (row.seq !== told.seq) violations.push({ kind: 'doubled', text: `${what} and is seq ${row.seq}` });
    if (!first.has(key)) first.set(key, told);
  }
  return [...violations, ...orderOf([...first.values()])];
};

/** Per author and conversation, the order of the (first) acknowledgements is the order of `seq`. */
const orderOf = (told: Acknowledgement[]): Violation[] => {
  const last = new Map<string, Acknowledgement>();
  const violations: Violation[] = [];
  for (const one of told) {
    const key = `${one.authorId} ${one.conversationId}`;
    const before = last.get(key);
    if (before && before.seq > one.seq)
      violations.push({
        kind: 'misordered',
        text: `${one.conversationId}: seq ${one.seq} was acknowledged after seq ${before.seq}`,
      });
    last.set(key, one);
  }
  return violations;
};
