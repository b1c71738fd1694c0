import { AsyncLocalStorage } from 'node:async_hooks';
import { type AuditEntry, recordIn } from '../audit/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { Prisma } from '../engine/store/generated/client.ts';

type Client = Prisma.TransactionClient;
type Prismatic = Database['prisma'];

const current = new AsyncLocalStorage<Client>();

/** @returns Prisma as better-auth gets it: within {@link inAuthTransaction}, all that is asked of it belongs to one transaction */
export const joiningTransactions = (prisma: Prismatic): Prismatic =>
  new Proxy(prisma, {
    get: (target, key) => {
      const transaction = current.getStore();
      if (transaction === undefined) {
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      if (key === '$transaction') return (work: (client: Client) => unknown) => work(transaction);
      return Reflect.get(transaction, key);
    },
  });

/** What better-auth refused: nothing of it is stored. */
class Undone extends Error {
  readonly response: Response;

  constructor(response: Response) {
    super('refused by better-auth');
    this.response = response;
  }
}

/**
 * Has better-auth do something, and records it in the same transaction: both are stored, or neither. What takes the processor
 * long, as hashing does, belongs before it.
 * @param entryOf what to record, from a successful answer
 * @throws the database's error
 */
export const inAuthTransaction = async (
  { prisma }: Pick<Database, 'prisma'>,
  forward: () => Promise<Response>,
  entryOf: (response: Response) => Promise<AuditEntry>,
): Promise<Response> => {
  try {
    return await prisma.$transaction((transaction) =>
      current.run(transaction, async () => {
        const response = await forward();
        if (!response.ok) throw new Undone(response);
        const query = async (_name: string, text: string, values: unknown[]) => {
          await transaction.$executeRawUnsafe(text, ...values);
          return [];
        };
        await recordIn({ query }, await entryOf(response));
        return response;
      }),
    );
  } catch (error) {
    if (error instanceof Undone) return error.response;
    throw error;
  }
};
