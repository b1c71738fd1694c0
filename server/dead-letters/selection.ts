import type { DeadLetterSelection, DeadLetterState } from '../../protocol/index.ts';

/**
 * Which letters of `dead_letter d` are meant, as a condition on the first four parameters of a statement: see {@link selected}. The
 * state and the source are compared first, as the index is ordered.
 */
export const isSelected = `d.state = $1 and ($2::text is null or d.source = $2) and ($3::text is null or d.kind = $3)
  and ($4::uuid[] is null or d.id = any ($4))`;

/** The values that {@link isSelected} compares with. */
export const selected = (state: DeadLetterState, { source, kind, ids }: DeadLetterSelection): unknown[] => [
  ...[state, source ?? null, kind ?? null, ids ?? null],
];
