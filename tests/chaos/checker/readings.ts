import type { Violation } from './check.ts';
import type { Facts, Reading, Shown, Stored } from './facts.ts';

/** What pages showed, against the database. */
export const checkReadings = ({ readings, stored, heads }: Facts): Violation[] => {
  const byConversation = Map.groupBy(stored, ({ conversationId }) => conversationId);
  const lengths = new Map(heads.map(({ conversationId, lastSeq }) => [conversationId, lastSeq]));
  return readings.flatMap((reading) => {
    const rows = byConversation.get(reading.conversationId) ?? [];
    const where = `${reading.reader} in ${reading.conversationId}`;
    const violations: Violation[] = [
      ...reading.oddities.map((text): Violation => ({ kind: 'other', text: `${where}: ${text}` })),
      ...appearance(where, reading, rows),
    ];
    if (reading.final) violations.push(...ending(where, reading.final, rows, lengths.get(reading.conversationId) ?? 0));
    return violations;
  });
};

/** Strictly one after the other, without a hole and without a repeat; and it was what is stored. */
const appearance = (where: string, { appeared }: Reading, rows: Stored[]): Violation[] => {
  const violations: Violation[] = [];
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  let last: number | undefined;
  for (const { seq, clientId, jump } of appeared) {
    if (last !== undefined && seq === last)
      violations.push({ kind: 'doubled', text: `${where}: seq ${seq} appeared twice` });
    else if (last !== undefined && seq < last)
      violations.push({ kind: 'misordered', text: `${where}: seq ${seq} appeared after seq ${last}` });
    else if (last !== undefined && seq > last + 1 && !jump)
      violations.push({ kind: 'lost', text: `${where}: seq ${last + 1} to ${seq - 1} did not appear` });
    if (bySeq.get(seq)?.clientId !== clientId)
      violations.push({ kind: 'other', text: `${where}: seq ${seq} showed ${clientId}, which is not what is stored` });
    last = Math.max(seq, last ?? 0);
  }
  return violations;
};

const fields = ['clientId', 'authorId', 'body', 'version', 'deleted', 'reactions'] as const satisfies (keyof Shown)[];

/** In the end the page holds exactly what the database holds. */
const ending = (where: string, final: Shown[], rows: Stored[], length: number): Violation[] => {
  const violations: Violation[] = [];
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  const shown = new Set<number>();
  for (const message of final) {
    const row = bySeq.get(message.seq);
    if (shown.has(message.seq))
      violations.push({ kind: 'doubled', text: `${where}: seq ${message.seq} is there twice` });
    shown.add(message.seq);
    const different = row ? fields.filter((field) => row[field] !== message[field]) : ['seq'];
    if (different.length > 0)
      violations.push({ kind: 'other', text: `${where}: seq ${message.seq} differs in ${different.join(', ')}` });
  }
  for (let seq = 1; seq <= length; seq++)
    if (!shown.has(seq)) violations.push({ kind: 'lost', text: `${where}: seq ${seq} is not there in the end` });
  return violations;
};
