import { firstLimits as limits, timing } from '../../../protocol/first-limits.ts';
import type { MeEvent, PersonalEntry, Result, SyncData } from '../../../protocol/index.ts';
import { isRetryable } from '../../../protocol/result.ts';
import { epochOf } from '../connection/state.ts';
import type { AskOf } from '../core/events.ts';
import { emptyCursor, holeDue, knowHead, offer } from '../core/log-cursor.ts';
import type { Turn } from '../core/turn.ts';
import type { PersonalState } from './state.ts';

/** Waits before the same repair is asked for again after a refusal that should not happen. */
const slowRetry = 15_000;

type Log = PersonalState['personal'];

const setPersonal = (turn: Turn, patch: Partial<Log>) => turn.set({ personal: { ...turn.state.personal, ...patch } });

/** Takes over a log whose cursor has moved, and tells what became of the entries that it moved over. */
const apply = (turn: Turn, personal: Log, ready: readonly MeEvent[]) => {
  turn.set({ personal });
  const entries = ready.flatMap((span) => span.entries);
  if (entries.length > 0) turn.tell({ type: 'personal:changed', entries });
};

const watchHole = (turn: Turn) => {
  const { personal } = turn.state;
  if (!turn.synced || personal.repair || personal.cursor >= personal.head) return;
  setPersonal(turn, { repair: { kind: 'waiting', since: personal.cursor } });
  turn.timer('personal-hole', '', timing.clientHole);
};

const askChanges = (turn: Turn) => {
  const { personal } = turn.state;
  if (personal.repair?.kind === 'asked') return;
  setPersonal(turn, { repair: { kind: 'asked' } });
  turn.ask({
    event: 'me:changes',
    payload: { afterVersion: personal.cursor, limit: limits.personalPage, ...epochOf(turn) },
  });
};

export const holeTimer = (turn: Turn) => {
  const { personal } = turn.state;
  if (!turn.synced) return;
  const due = holeDue(personal);
  if (due === 'ask') return askChanges(turn);
  if (personal.repair?.kind !== 'waiting') return;
  setPersonal(turn, { repair: null });
  if (due === 'wait') watchHole(turn);
};

export const receiveMe = (turn: Turn, span: MeEvent) => {
  const { personal } = turn.state;
  // Where to begin is said by the answer to `sync`: until then nothing fits.
  const { log, ready } = personal.begun
    ? offer(personal, span)
    : { log: { ...personal, held: [...personal.held, span].slice(-limits.personalRemoved) }, ready: [] };
  apply(turn, log, ready);
  watchHole(turn);
};

/** The log from a version on, and what was held back that follows upon it. */
const anew = ({ held }: Log, version: number): { log: Log; ready: readonly MeEvent[] } =>
  held.reduce<{ log: Log; ready: readonly MeEvent[] }>(
    (before, span) => {
      const { log, ready } = offer(before.log, span);
      return { log, ready: [...before.ready, ...ready] };
    },
    { log: { ...emptyCursor(version), begun: true }, ready: [] },
  );

/**
 * Takes over how far the log is. The answer holds everything up to there, as it is now: a page that begins, or lacks more than is
 * worth fetching, goes on from there.
 */
export const takeOver = (turn: Turn, { own }: SyncData) => {
  const { personal } = turn.state;
  // Not said by an instance of the version before, which tells marks by `read`.
  if (own === undefined) return;
  const isAnew = !personal.begun || own - personal.cursor > limits.personalRemoved;
  const { log, ready } = isAnew ? anew(personal, own) : { log: knowHead(personal, own), ready: [] };
  apply(turn, log, ready);
};

/** Asks for what is known to be missing. */
export const resume = (turn: Turn) => {
  const { personal } = turn.state;
  if (personal.begun && personal.cursor < personal.head) askChanges(turn);
};

/** Whatever waited for an answer starts over on the next socket. */
export const forgetAnswers = (turn: Turn) => setPersonal(turn, { repair: null });

const retry = (turn: Turn, delayMs: number) => {
  setPersonal(turn, { repair: { kind: 'waiting', since: turn.state.personal.cursor } });
  turn.timer('personal-hole', '', turn.jittered(delayMs));
};

type Changes = { entries: PersonalEntry[]; version: number; complete: boolean };

export const changesAnswered = (turn: Turn, { payload }: AskOf<'me:changes'>, result: Result<Changes>) => {
  if (!result.ok) {
    const { error } = result;
    return retry(turn, isRetryable(error) ? (error.retryAfterMs ?? 1_000) : slowRetry);
  }
  const { entries, version, complete } = result.data;
  const after = payload.afterVersion;
  const upTo = complete ? version : (entries.at(-1)?.version ?? after);
  // A page that brings nothing and is not complete would be asked for again at once, for ever.
  if ((!complete && upTo === after) || version < after) return retry(turn, 1_000);
  const { log, ready } = offer({ ...turn.state.personal, repair: null }, { after, version: upTo, entries });
  apply(turn, knowHead(log, version), ready);
  if (complete) watchHole(turn);
  else askChanges(turn);
};
