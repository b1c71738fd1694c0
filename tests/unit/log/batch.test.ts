import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joined } from '../../../server/engine/log/batch.ts';
import { anyLog, anySizes, batchOf, commitsOf, headOf, type ModelLog } from '../delivery/model-log.ts';

const log: ModelLog = { name: 'log', changes: [1, 2, 3, 1, 4, 2] };

describe('batches joined', () => {
  it('are what one read of the whole span would give, however the changes were committed', () => {
    fc.assert(
      fc.property(anyLog('log'), anySizes, (made, sizes) => {
        expect(joined(commitsOf(made, sizes))).toEqual([batchOf(made, 0, headOf(made))]);
      }),
    );
  });

  it('stay apart where something is missing between them', () => {
    const apart = [batchOf(log, 0, 2), batchOf(log, 3, 5), batchOf(log, 5, 6)];
    expect(joined(apart)).toEqual([batchOf(log, 0, 2), batchOf(log, 3, 6)]);
  });

  it('are left as they are, encoded payload and all, where there is nothing to join', () => {
    const batch = batchOf(log, 0, 2);
    expect(joined([batch])[0]).toBe(batch);
    expect(joined([])).toEqual([]);
  });
});
