import { centrifugoDialect } from './centrifugo-dialect.ts';
import type { CrowdPlan } from './crowd.ts';
import type { Dialect, DialectName } from './dialect.ts';
import { ourDialect } from './our-dialect.ts';
import { peerDialect } from './peer-dialect.ts';
import type { Tally } from './tally.ts';

const dialects: Record<DialectName, (plan: CrowdPlan, tally: Tally) => Dialect> = {
  ours: ({ shared, secret }, tally) => ourDialect(tally, shared, secret),
  peer: ({ shared }) => peerDialect(shared),
  centrifugo: ({ shared }, tally) => centrifugoDialect(tally, shared),
};

/** How the clients of this plan speak. */
export const makeDialect = (plan: CrowdPlan, tally: Tally): Dialect => dialects[plan.dialect](plan, tally);
