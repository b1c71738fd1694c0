import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';
import { settings } from './settings.ts';

/** Prisma with as many connections as ours has. */
export const openPrisma = (): PrismaClient =>
  new PrismaClient({ adapter: new PrismaPg({ connectionString: settings.DATABASE_URL, max: 24 }) });
