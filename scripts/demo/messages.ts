import type { Message } from '../../protocol/index.ts';
import type { Noun } from './noun.ts';
import { granted, type Services } from './services.ts';
import { planTalks, type Written } from './talks.ts';

/** As many as go into one commit. */
const largestBatch = 300;
const agedAtOnce = 1_000;

const age = `
  update message m
  set created_at = t.at,
      edited_at = case when m.edited_at is not null then t.at + interval '90 seconds' end,
      deleted_at = case when m.deleted_at is not null then t.at + interval '4 minutes' end
  from unnest($1::uuid[], $2::timestamptz[]) t (id, at) where m.id = t.id`;

/** A year of talks: with quotes, mentions, reactions, corrections, and what was taken back. */
export const messages: Noun = {
  name: 'messages',
  fill: async (services, world) => {
    const planned = planTalks(world);
    const random = world.randomOf('client ids');
    const sent = new Map<Written, Message>();
    for (const batch of batchesOf(planned)) {
      const answers = await Promise.all(
        batch.map(({ author, place, body, was, answers }) => {
          const replyToId = answers && sent.get(answers)?.id;
          const send = { conversationId: place.id, clientId: random.uuid(), body: was ?? body };
          return services.messages.send(author.id, { ...send, ...(replyToId !== undefined && { replyToId }) });
        }),
      );
      for (const [place, written] of batch.entries()) {
        const answer = answers[place];
        if (answer) sent.set(written, granted(answer));
      }
    }
    for (const [written, message] of sent) await change(services, written, message);
    await dateBack(services, [...sent]);
    await closeRooms(services, planned);
  },
};

/** What answers another message goes into a later batch than that one. */
const batchesOf = (planned: readonly Written[]): Written[][] => {
  const batches: Written[][] = [];
  let batch = new Set<Written>();
  for (const written of planned) {
    if (batch.size === largestBatch || (written.answers && batch.has(written.answers))) {
      batches.push([...batch]);
      batch = new Set();
    }
    batch.add(written);
  }
  return [...batches, [...batch]];
};

const change = async ({ messages: service }: Services, written: Written, { id: messageId }: Message): Promise<void> => {
  const { author, body, was, reactions, isTakenBack } = written;
  if (was !== undefined) granted(await service.edit(author.id, { messageId, body }));
  for (const { by, emoji } of reactions) granted(await service.react(by.id, { messageId, emoji, on: true }));
  if (isTakenBack) granted(await service.delete(author.id, { messageId }));
};

const dateBack = async ({ query }: Services, sent: [Written, Message][]): Promise<void> => {
  for (let from = 0; from < sent.length; from += agedAtOnce) {
    const part = sent.slice(from, from + agedAtOnce);
    await query('demo_messages_age', age, [part.map(([, { id }]) => id), part.map(([{ at }]) => at)]);
  }
};

const closeRooms = async ({ conversations }: Services, planned: readonly Written[]): Promise<void> => {
  for (const { id, members, isArchived } of new Set(planned.map(({ place }) => place))) {
    const admin = members.find(({ role }) => role === 'admin');
    if (isArchived && admin)
      granted(
        await conversations.update({ id: admin.id, address: '127.0.0.1' }, { conversationId: id, archived: true }),
      );
  }
};
