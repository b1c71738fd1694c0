import { IS_CONTROL, IS_TRANSACTIONAL, type KafkaRecord, type RecordsBatch } from '@platformatic/kafka';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FetchedPartition, isPassed, keepCommitted } from '../../../server/sources/kafka/committed.ts';

const record = (offsetDelta: number, key: Buffer | null = null): KafkaRecord => ({
  ...{ length: 0, attributes: 0, timestampDelta: 0n, offsetDelta },
  ...{ key, value: Buffer.from('event'), headers: [] },
});
const batch = (firstOffset: number, count: number, over: Partial<RecordsBatch> = {}): RecordsBatch => ({
  ...{ firstOffset: BigInt(firstOffset), lastOffsetDelta: count - 1, attributes: 0, producerId: -1n },
  ...{ length: 0, partitionLeaderEpoch: 0, magic: 2, crc: 0, firstTimestamp: 0n, maxTimestamp: 0n },
  ...{ producerEpoch: 0, firstSequence: 0, records: Array.from({ length: count }, (_, n) => record(n)) },
  ...over,
});
const inTransaction = (producerId: bigint, firstOffset: number, count: number) =>
  batch(firstOffset, count, { producerId, attributes: IS_TRANSACTIONAL });
const marker = (producerId: bigint, offset: number, type: 'abort' | 'commit') =>
  batch(offset, 1, {
    ...{ producerId, attributes: IS_TRANSACTIONAL | IS_CONTROL },
    records: [record(0, Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1]))],
  });

/** The offsets that a reader gets, and the one that it has come to. */
const read = (partition: FetchedPartition) => {
  keepCommitted(partition);
  const found = (partition.records ?? []).flatMap(({ firstOffset, records }) =>
    records.map(({ offsetDelta, key }) => ({ offset: Number(firstOffset) + offsetDelta, key: key ?? Buffer.alloc(1) })),
  );
  expect(found.map(({ offset }) => offset)).toEqual(found.map(({ offset }) => offset).sort((a, b) => a - b));
  return { events: found.filter((one) => !isPassed(one)).map(({ offset }) => offset), end: found.at(-1)?.offset };
};

describe('What was fetched of a partition', () => {
  it('has nothing of a transaction that was aborted, however many a producer aborted', () => {
    const records = [
      inTransaction(1n, 0, 2),
      marker(1n, 2, 'abort'),
      inTransaction(1n, 3, 2),
      marker(1n, 5, 'commit'),
      inTransaction(1n, 6, 1),
      marker(1n, 7, 'abort'),
    ];
    const abortedTransactions = [6n, 0n].map((firstOffset) => ({ producerId: 1n, firstOffset }));
    expect(read({ records, abortedTransactions })).toEqual({ events: [3, 4], end: 7 });
  });

  it('has nothing of one whose start or end is in another answer, and still comes to its end', () => {
    const abortedTransactions = [{ producerId: 1n, firstOffset: 0n }];
    expect(read({ records: [inTransaction(1n, 10, 5)], abortedTransactions })).toEqual({ events: [], end: 14 });
    const records = [inTransaction(1n, 15, 1), marker(1n, 16, 'abort'), inTransaction(1n, 17, 1)];
    expect(read({ records, abortedTransactions })).toEqual({ events: [17], end: 17 });
  });

  it('keeps what others wrote meanwhile, with transactions and without', () => {
    const records = [
      inTransaction(1n, 0, 1),
      inTransaction(2n, 1, 1),
      batch(2, 1, { producerId: 3n }),
      batch(3, 1),
      marker(1n, 4, 'abort'),
      marker(2n, 5, 'commit'),
    ];
    const abortedTransactions = [{ producerId: 1n, firstOffset: 0n }];
    expect(read({ records, abortedTransactions })).toEqual({ events: [1, 2, 3], end: 5 });
  });

  it('passes over what compaction has taken away, a marker too', () => {
    const records = [
      { ...batch(0, 5), records: [record(1)] },
      { ...marker(1n, 5, 'abort'), records: [] },
      { ...batch(6, 3), records: [] },
    ];
    expect(read({ records, abortedTransactions: [] })).toEqual({ events: [1], end: 8 });
    expect(read({ records: null, abortedTransactions: null })).toEqual({ events: [], end: undefined });
  });

  it('is exactly what was committed, for any history and wherever the answers are cut', () => {
    const step = fc.record({ producer: fc.integer({ min: 0, max: 3 }), act: fc.integer({ min: 0, max: 5 }) });
    const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), cuts, (steps, sizes) => {
        const { log, aborted, committed } = historyOf(steps);
        const events: number[] = [];
        let end = -1;
        for (let place = 0, turn = 0; place < log.length; turn++) {
          const records = log.slice(place, place + (sizes[turn % sizes.length] ?? 1));
          place += records.length;
          const [from, to] = [Number(records[0]?.firstOffset), Number(records.at(-1)?.firstOffset)];
          // As the broker does: whatever overlaps with what it sends.
          const touching = aborted.filter((one) => one.last >= from && one.first <= to);
          const abortedTransactions = touching.map(({ producerId, first }) => ({
            producerId,
            firstOffset: BigInt(first),
          }));
          const found = read({ records, abortedTransactions });
          events.push(...found.events);
          end = found.end ?? -2;
        }
        expect(events).toEqual(committed);
        expect(end).toBe(log.length - 1);
      }),
      { numRuns: 500 },
    );
  });
});

/** A partition in which each batch has one record, as producers wrote it; whoever is undecided at the end aborts. */
const historyOf = (steps: { producer: number; act: number }[]) => {
  const log: RecordsBatch[] = [];
  const aborted: { producerId: bigint; first: number; last: number }[] = [];
  const committed: number[] = [];
  const undecided = new Map<number, number[]>();
  const end = (producer: number, type: 'abort' | 'commit') => {
    const own = undecided.get(producer) ?? [];
    undecided.delete(producer);
    const [first] = own;
    if (type === 'commit') committed.push(...own);
    else if (first !== undefined) aborted.push({ producerId: BigInt(producer), first, last: log.length });
    log.push(marker(BigInt(producer), log.length, type));
  };
  for (const { producer, act } of steps) {
    if (act === 0) end(producer, 'abort');
    else if (act === 1) end(producer, 'commit');
    else if (act === 2) committed.push(log.push(batch(log.length, 1)) - 1);
    else {
      undecided.set(producer, [...(undecided.get(producer) ?? []), log.length]);
      log.push(inTransaction(BigInt(producer), log.length, 1));
    }
  }
  for (const producer of undecided.keys()) end(producer, 'abort');
  return { log, aborted, committed: committed.sort((a, b) => a - b) };
};
