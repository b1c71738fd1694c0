/** Covers every change with `after < version ≤ version`. */
type Span = { readonly after: number; readonly version: number };

/** Follows one log: everything up to `cursor` is applied, everything up to `head` is known to exist. */
export type LogCursor<Span> = {
  readonly cursor: number;
  readonly head: number;
  /** What came too early and waits for the part before it. */
  readonly held: readonly Span[];
  /** `waiting`: a hole was seen at this cursor and may still close by itself · `asked`: a repair is under way. */
  readonly repair: null | { readonly kind: 'waiting'; readonly since: number } | { readonly kind: 'asked' };
};

/** Beyond this the held ones are let go: `head` still knows that they exist, and the repair brings them. */
const mostHeld = 256;

export const emptyCursor = <S extends Span>(version: number): LogCursor<S> => ({
  cursor: version,
  head: version,
  held: [],
  repair: null,
});

/** Takes out what became contiguous, in order. */
const drain = <S extends Span, L extends LogCursor<S>>(log: L & LogCursor<S>): { log: L; ready: S[] } => {
  if (log.held.length === 0) return { log, ready: [] };
  const ready: S[] = [];
  let cursor = log.cursor;
  const waiting = [...log.held].sort((a, b) => a.after - b.after);
  for (let span = waiting[0]; span && span.after <= cursor; span = waiting[0]) {
    if (span.version > cursor) {
      ready.push(span);
      cursor = span.version;
    }
    waiting.shift();
  }
  return { log: { ...log, cursor, held: waiting }, ready };
};

/**
 * Takes in one span.
 * @returns the log with its new cursor, and the spans to apply now, in this order
 */
export const offer = <S extends Span, L extends LogCursor<S>>(
  log: L & LogCursor<S>,
  span: S,
): { log: L; ready: S[] } => {
  const head = Math.max(log.head, span.version);
  if (span.version <= log.cursor) return { log, ready: [] };
  if (span.after > log.cursor) {
    const held = log.held.length >= mostHeld ? [span] : [...log.held, span];
    return { log: { ...log, head, held }, ready: [] };
  }
  const next = drain({ ...log, head, cursor: span.version });
  return { log: next.log, ready: [span, ...next.ready] };
};

/** Moves the cursor because everything up to `version` came in another way. */
export const advance = <S extends Span, L extends LogCursor<S>>(
  log: L & LogCursor<S>,
  version: number,
): { log: L; ready: S[] } =>
  version <= log.cursor ? { log, ready: [] } : drain({ ...log, cursor: version, head: Math.max(log.head, version) });

/** Moves the cursor back because something older than it was taken in; the repair starts from there. */
export const goBack = <L extends LogCursor<Span>>(log: L, version: number): L =>
  version >= log.cursor ? log : { ...log, cursor: version };

export const knowHead = <L extends LogCursor<Span>>(log: L, version: number): L =>
  version <= log.head ? log : { ...log, head: version };

/**
 * Decides what to do when the time for a hole to close by itself is over.
 * A cursor that moved in the meantime means that the log flows, and that this is another hole.
 */
export const holeDue = <S extends Span>(log: LogCursor<S>): 'closed' | 'wait' | 'ask' => {
  if (log.repair?.kind !== 'waiting' || log.cursor >= log.head) return 'closed';
  return log.cursor > log.repair.since ? 'wait' : 'ask';
};
