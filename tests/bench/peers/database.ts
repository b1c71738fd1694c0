import { PrismaPg } from '@prisma/adapter-pg';
import { settings } from './settings.ts';

type Written = { conversationId: string; authorId: string; body: string };
type Reported = Record<
  'eventId' | 'ticketId' | 'title' | 'reasonCode' | 'reason' | 'rejectedBy' | 'priority' | 'occurredAt',
  string
>;
type Create<Input> = { create(options: { data: Input }): Promise<Input & { id: string; createdAt: Date }> };

type Models = {
  message: Create<Written>;
  orderedMessage: Create<Written & { seq: number }>;
  rejection: Create<Reported>;
  conversation: {
    upsert(options: {
      where: { id: string };
      update: { lastSeq: { increment: number } };
      create: { id: string; lastSeq: number };
    }): Promise<{ lastSeq: number }>;
  };
};

/** What the peers use of their client. */
export type PeerPrisma = Models & {
  $transaction<Result>(
    work: (transaction: Models) => Promise<Result>,
    options: { maxWait: number; timeout: number },
  ): Promise<Result>;
};

// Generated from schema.prisma when a bench starts: the compiler must not need it, because `npm run check` has no bench.
const generated = new URL('generated/client.ts', import.meta.url).href;

/** Prisma with as many connections as ours has. */
export const openPrisma = async (): Promise<PeerPrisma> => {
  const { PrismaClient } = (await import(generated)) as {
    PrismaClient: new (options: { adapter: PrismaPg }) => PeerPrisma;
  };
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: settings.DATABASE_URL, max: 24 }) });
};
