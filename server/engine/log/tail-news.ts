import type { Database } from '../store/database.ts';
import type { LogKinds } from './kinds.ts';

/** A fact that every instance must act on: see the table `signal`. */
export type Signal = {
  kind: 'membership' | 'conversation' | 'session' | 'person' | 'workspace';
  userId: string | null;
  conversationId: string | null;
  reference: string | null;
  /** With `session`: why it ended, where that is more than that it did. */
  reason: string | null;
};

/** What was committed in a window. */
export type Tidings = {
  /** log → its highest version among what changed */
  heads: Map<string, number>;
  signals: Signal[];
};

/** Transaction ids: from (inclusive) to (exclusive). */
export type Window = { from: bigint; to: bigint };

/** Signals that are acted on together: one transaction can write one for each member of a room. */
const signalsPage = 1_000;

// Half-open windows of transaction ids: everything below the oldest transaction still running is committed or aborted
// for good, so nothing can appear later inside a window that was read. A serial number has no such horizon.
const signals = `
  select s.id::text, s.kind, s.conversation_id::text, s.user_id::text, s.reference, s.reason
  from signal s
  where s.xid >= $1::text::xid8 and s.xid < $2::text::xid8 and s.id > $3::bigint
  order by s.id limit ${signalsPage}`;

type HeadRow = { log: string; version: string };
type SignalRow = {
  id: string;
  kind: Signal['kind'];
  conversation_id: string | null;
  user_id: string | null;
  reference: string | null;
  reason: string | null;
};

/**
 * Everything that was committed in a window, in parts: the heads and the first signals, then further signals.
 * @throws the database's error
 */
export async function* readNews(kinds: LogKinds, database: Database, { from, to }: Window): AsyncGenerator<Tidings> {
  const window = [String(from), String(to)];
  const heads = kinds.all.map(({ moved }) => moved).join(' union all ');
  const rows = await database.query<HeadRow>('tail_heads', heads, window);
  let tidings: Tidings = { heads: new Map(rows.map(({ log, version }) => [log, Number(version)])), signals: [] };
  let after = '0';
  for (;;) {
    const page: SignalRow[] = await database.query<SignalRow>('tail_signals', signals, [...window, after]);
    tidings.signals = page.map(toSignal);
    if (tidings.heads.size > 0 || page.length > 0) yield tidings;
    if (page.length < signalsPage) return;
    after = page.at(-1)?.id ?? after;
    tidings = { heads: new Map(), signals: [] };
  }
}

const toSignal = ({ kind, user_id, conversation_id, reference, reason }: SignalRow): Signal => ({
  kind,
  userId: user_id,
  conversationId: conversation_id,
  reference,
  reason,
});
