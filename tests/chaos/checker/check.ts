import { checkAcknowledgements } from './acknowledgements.ts';
import type { Facts } from './facts.ts';
import { checkMarks } from './marks.ts';
import { checkReadings } from './readings.ts';
import { checkStore } from './store.ts';

/** What is wrong, in the words of the table: each violation counts in one of the columns. */
export type Violation = { kind: 'lost' | 'doubled' | 'misordered' | 'other'; text: string };

export type Verdict = {
  sends: number;
  acknowledged: number;
  lost: number;
  doubled: number;
  misordered: number;
  violations: Violation[];
};

const count = (violations: Violation[], kind: Violation['kind']) =>
  violations.filter((violation) => violation.kind === kind).length;

/** Judges what was seen, when all is quiet again. One checker for every fault, and for the controls that must fail. */
export const check = (facts: Facts): Verdict => {
  const violations = [
    ...checkStore(facts),
    ...checkAcknowledgements(facts),
    ...checkReadings(facts),
    ...checkMarks(facts),
  ];
  return {
    sends: facts.written.length,
    acknowledged: new Set(facts.acknowledged.map(({ authorId, clientId }) => `${authorId} ${clientId}`)).size,
    lost: count(violations, 'lost'),
    doubled: count(violations, 'doubled'),
    misordered: count(violations, 'misordered'),
    violations,
  };
};
