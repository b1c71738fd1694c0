import type { DeadLetter, DeadLetterRun, DeadLetterSelection, DeadLetterState } from '../../protocol/index.ts';

/** A row of `dead_letter` without its payload, as node-postgres returns it. */
export type LetterRow = {
  id: string;
  source: DeadLetter['source'];
  origin: string;
  position: string;
  key: string | null;
  error: string;
  kind: string;
  created_at: Date;
  size: number;
  beginning: Buffer;
  state: DeadLetterState;
  settled_at: Date | null;
  settled_by_id: string | null;
  reason: string | null;
  outcome: DeadLetter['outcome'];
};

const beginning = 300;

/** The columns of {@link LetterRow} for a select from `dead_letter d`. Of a payload only its first bytes are read. */
export const letterColumns = `d.id, d.source, d.origin, d.position, d.key, d.error, d.kind, d.created_at,
  octet_length(d.payload) as size, substring(d.payload for ${beginning}) as beginning, d.state, d.settled_at,
  d.settled_by_id, d.reason, d.outcome`;

const control = /[^\P{Cc}\n\t]/gu;
const escapeOf = (character: string): string => `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;

/**
 * Bytes as text that can be shown: control characters as `\xNN`, and where they are not UTF-8 whatever is no printable ASCII.
 * @param isCut whether the last character may lack its end
 */
export const shown = (bytes: Uint8Array, isCut = false): { text: string; isText: boolean } => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut });
    return { text: text.replaceAll(control, escapeOf), isText: true };
  } catch {
    return {
      text: Buffer.from(bytes)
        .toString('latin1')
        .replaceAll(/[^\n\t\x20-\x7e]/g, escapeOf),
      isText: false,
    };
  }
};

/** @returns the letter in the contract's form */
export const toLetter = (row: LetterRow): DeadLetter => ({
  id: row.id,
  source: row.source,
  origin: row.origin,
  position: row.position,
  key: row.key,
  error: row.error,
  kind: row.kind,
  receivedAt: row.created_at.toISOString(),
  size: row.size,
  beginning: shown(row.beginning, row.size > row.beginning.length).text,
  state: row.state,
  settledAt: row.settled_at?.toISOString() ?? null,
  settledById: row.settled_by_id,
  reason: row.reason,
  outcome: row.outcome,
});

/** A row of `dead_letter_run` as node-postgres returns it. */
export type RunRow = {
  id: string;
  deed: DeadLetterRun['deed'];
  selection: DeadLetterSelection;
  until_id: string;
  reached_id: string | null;
  total: number;
  passed: number;
  failed: number;
  begun_by_id: string;
  created_at: Date;
  ended_at: Date | null;
  cancelled: boolean;
};

export const runColumns = `r.id, r.deed, r.selection, r.until_id, r.reached_id, r.total, r.passed, r.failed, r.begun_by_id,
  r.created_at, r.ended_at, r.cancelled`;

/** @returns the run in the contract's form */
export const toRun = (row: RunRow): DeadLetterRun => ({
  id: row.id,
  deed: row.deed,
  begunById: row.begun_by_id,
  createdAt: row.created_at.toISOString(),
  total: row.total,
  passed: row.passed,
  failed: row.failed,
  endedAt: row.ended_at?.toISOString() ?? null,
  cancelled: row.cancelled,
});
