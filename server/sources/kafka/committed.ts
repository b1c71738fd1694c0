import { type fetchV17, IS_CONTROL, IS_TRANSACTIONAL, type KafkaRecord, type RecordsBatch } from '@platformatic/kafka';

/** What the broker answers about one partition, as far as it matters here. */
export type FetchedPartition = Pick<fetchV17.FetchResponsePartition, 'abortedTransactions' | 'records'>;

/** The key of a record that stands for offsets at which there is nothing to read. Known by identity, not by content. */
const passedKey = Buffer.alloc(0);
const abortMarker = 0;

/** @returns whether a message only says that everything up to its offset has passed: nobody has sent it */
export const isPassed = ({ key }: { key: Buffer }): boolean => key === passedKey;

/**
 * Leaves of a fetched partition what was committed, as KIP-98 says and as the Java client does it: the broker names every
 * aborted transaction that touches what it sends, each with its producer and first offset, wherever it began; it ends at
 * that producer's next marker.
 *
 * Offsets without anything to read (markers, aborted records, what compaction took away) become one record that says so:
 * see {@link isPassed}. So whoever counts offsets comes to the end, in order with the records.
 */
export const keepCommitted = (partition: FetchedPartition): void => {
  const batches = partition.records ?? [];
  const coming = [...(partition.abortedTransactions ?? [])].sort((a, b) => Number(b.firstOffset - a.firstOffset));
  const aborting = new Set<bigint>();
  for (const batch of batches) {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    for (let next = coming.at(-1); next !== undefined && next.firstOffset <= last; next = coming.at(-1)) {
      aborting.add(next.producerId);
      coming.pop();
    }
    const isTransactional = (batch.attributes & IS_TRANSACTIONAL) !== 0;
    if (isControl(batch)) {
      if (typeOf(batch) === abortMarker) aborting.delete(batch.producerId);
      batch.attributes &= ~IS_CONTROL;
      batch.records = [];
    } else if (isTransactional && aborting.has(batch.producerId)) batch.records = [];
    const reached = batch.records.at(-1)?.offsetDelta ?? -1;
    if (reached < batch.lastOffsetDelta) batch.records.push(passedRecord(batch));
  }
};

const isControl = (batch: RecordsBatch): boolean => (batch.attributes & IS_CONTROL) !== 0;

// Two 16-bit numbers: version and type. Compaction may have taken the marker and left its batch.
const typeOf = ({ records }: RecordsBatch): number | undefined => records[0]?.key?.readInt16BE(2);

const passedRecord = ({ lastOffsetDelta }: RecordsBatch): KafkaRecord => ({
  ...{ length: 0, attributes: 0, timestampDelta: 0n, offsetDelta: lastOffsetDelta },
  ...{ key: passedKey, value: null, headers: [] },
});
