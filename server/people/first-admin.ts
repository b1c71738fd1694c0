import type { Database } from '../store/database.ts';

// Any number that no other program takes in this database.
const advisoryLock = 7_232_022;

/**
 * Makes the oldest account the admin, if there is no admin yet. Two first sign-ups at once yield one admin: the lock
 * makes the second look at what the first did.
 */
export const makeFirstPersonAdmin = async (database: Database): Promise<void> => {
  await database.prisma.$transaction([
    database.prisma.$executeRaw`select pg_advisory_xact_lock(${advisoryLock})`,
    database.prisma.$executeRaw`
      update "user" set role = 'admin'
      where id = (select id from "user" order by created_at, id limit 1)
        and not exists (select 1 from "user" where role = 'admin')`,
  ]);
};
