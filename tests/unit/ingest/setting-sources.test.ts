import { expect, it } from 'vitest';
import { occupied } from '../../../server/sources/named/place.ts';
import { occupiedBySettings, settingSources } from '../../../server/sources/named/settings.ts';

const none = {
  ...{ KAFKA_BROKERS: undefined, KAFKA_TOPIC: 'tickets.rejected', KAFKA_GROUP: 'switchboard' },
  ...{ AMQP_URL: undefined, AMQP_QUEUE: 'tickets.rejected', TICKET_STREAM: undefined, INGEST_SECRET: false },
};
const all = {
  ...none,
  ...{ KAFKA_BROKERS: ['kafka:9092'], AMQP_URL: 'amqps://desk:a%20password@rabbit:5671/v', TICKET_STREAM: 'tickets' },
  INGEST_SECRET: true,
};

it('the sources of the settings are told by the variable that makes them, without a password', () => {
  expect(settingSources(none, () => [])).toEqual([]);
  const told = settingSources(all, (key) => [{ instance: `worker of ${key}`, state: 'consuming', problem: null }]);
  expect(told.map(({ key, setting, hasSecret }) => [key, setting, hasSecret])).toEqual([
    ['kafka', 'KAFKA_BROKERS', false],
    ['rabbitmq', 'AMQP_URL', true],
    ['redis-stream', 'TICKET_STREAM', false],
    ['http', 'INGEST_SECRET', true],
  ]);
  expect(told[1]?.place).toEqual({ url: 'amqps://desk@rabbit:5671/v', queue: 'tickets.rejected' });
  expect(told[0]?.workers).toEqual([{ instance: 'worker of kafka', state: 'consuming', problem: null }]);
  expect(JSON.stringify(told)).not.toContain('password');
});

it('what they read, no other source can read', () => {
  const taken = occupiedBySettings(all);
  const kafka = { kind: 'kafka' as const, brokers: ['other:9092'], topic: 'tickets.rejected', tls: false };
  expect(taken).toContain(occupied('desk', { ...kafka, group: 'switchboard' }));
  expect(taken).not.toContain(occupied('desk', kafka));
  expect(taken).toContain(
    occupied('desk', { kind: 'rabbitmq', url: 'amqps://another@rabbit:5671/v', queue: 'tickets.rejected' }),
  );
  expect(occupied('desk', { kind: 'http' })).toBeNull();
});
