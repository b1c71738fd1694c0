import { randomUUID } from 'node:crypto';
import type { TicketEvent } from '../../../protocol/index.ts';
import { paths } from '../../../protocol/index.ts';
import { sign } from '../../../server/sources/signature.ts';
import { produce } from '../../integration/ingest/producers.ts';
import { query } from '../database.ts';
import { installation } from '../installation.ts';

/** A rejection that nobody has heard of yet. */
export const ticketEvent = (change: Partial<TicketEvent> = {}): TicketEvent => {
  const mark = randomUUID().slice(0, 8);
  return {
    eventId: `event-${mark}`,
    ticketId: `TCK-${mark}`,
    title: `Refund of order ${mark}`,
    reasonCode: 'missing_receipt',
    reason: '缺少收据 – the receipt is missing.',
    rejectedBy: 'finance-bot',
    requester: 'Marta',
    priority: 'high',
    occurredAt: new Date().toISOString(),
    ...change,
  };
};

/** Puts records on the real topic, all under one key and so in one order. */
export const onKafka = async (...values: unknown[]): Promise<void> => {
  const { kafkaBrokers, kafkaTopic } = installation();
  if (kafkaBrokers === null) throw new Error('there is no Kafka');
  const key = randomUUID();
  await produce(
    kafkaBrokers,
    kafkaTopic,
    values.map((value) => ({ key, value })),
  );
};

/** Sends a body to the webhook. @param secret the right one, unless a test means to be refused */
export const overHttp = (body: unknown, secret = installation().secrets.INGEST_SECRET ?? ''): Promise<Response> => {
  const bytes = Buffer.from(JSON.stringify(body));
  return fetch(`${installation().url}${paths.ingestTickets}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...sign(secret, bytes) },
    body: bytes,
  });
};

/** Dead letters whose payload holds these words: what arrived and could not be read. */
export const deadLettersWith = (words: string): Promise<{ source: string; error: string }[]> =>
  query(`select source, error from dead_letter where position(convert_to($1, 'UTF8') in payload) > 0`, [words]);

/** How the rejection of an event is stored. */
export const storedRejections = (eventId: string): Promise<{ seq: string; version: string }[]> =>
  query('select seq, version from rejection where event_id = $1', [eventId]);

/** How many rejections nobody has dealt with, as SQL counts them. */
export const openRejections = async (): Promise<number> =>
  (await query<{ open: number }>(`select count(*)::int as open from rejection where state = 'open'`, []))[0]?.open ?? 0;
