import { Consumer, stringDeserializers } from '@platformatic/kafka';
import { TicketEvent } from '../../../protocol/index.ts';
import { openPrisma } from './database.ts';
import { pubSubServer } from './pub-sub.ts';
import { settings } from './settings.ts';

// K: the common pattern. A consumer takes one event after the other, creates it with Prisma, then emits it.
const io = pubSubServer();
const prisma = await openPrisma();
const consumer = new Consumer({
  clientId: 'peer',
  // A group of its own: that of the run before waits for its dead member before it hands out anything.
  groupId: `peer-${settings.KAFKA_TOPIC}`,
  bootstrapBrokers: settings.KAFKA_BROKERS.split(','),
  deserializers: stringDeserializers,
});
const stream = await consumer.consume({ topics: [settings.KAFKA_TOPIC], mode: 'earliest', autocommit: 1_000 });
for await (const { value } of stream) {
  const { eventId, ticketId, title, reasonCode, reason, rejectedBy, priority, occurredAt } = TicketEvent.parse(
    JSON.parse(value),
  );
  const rejection = await prisma.rejection.create({
    data: { eventId, ticketId, title, reasonCode, reason, rejectedBy, priority, occurredAt },
  });
  io.to('admins').emit('ticket', rejection);
}
