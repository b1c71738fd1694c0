import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { outdated, readFunctions, type SqlFunction } from '../../../server/engine/store/functions.ts';

const list = new URL('../../../prisma/functions/numbers.txt', import.meta.url);

const lineOf = ({ name, number, sql }: SqlFunction): string =>
  `${name} ${number} ${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;

/** What a changed text will be in the list, with the number that is next: the number is part of the text. */
const dueOf = ({ name, sql }: SqlFunction, known: readonly string[]): string => {
  const number = known.filter((line) => line.startsWith(`${name} `)).length + 1;
  return lineOf({ name, number, sql: sql.replace(/^-- \d+/, `-- ${number}`) });
};

describe('the texts of the SQL functions', () => {
  it('have a new number whenever they change: an instance puts in only what has a higher one', async () => {
    const known = (await readFile(list, 'utf8')).trim().split('\n');
    const changed = (await readFunctions()).filter((one) => !known.includes(lineOf(one)));
    expect(
      changed.map((one) => dueOf(one, known)),
      'let each begin with the number that stands here, and add these lines to prisma/functions/numbers.txt',
    ).toEqual([]);
  });

  it('had each number once, and each number one more than the one before it', async () => {
    const numbers = new Map<string, number>();
    for (const line of (await readFile(list, 'utf8')).trim().split('\n')) {
      const [, name = '', number] = /^(\w+) (\d+) [0-9a-f]{16}$/.exec(line) ?? [];
      expect(Number(number), line).toBe((numbers.get(name) ?? 0) + 1);
      numbers.set(name, Number(number));
    }
  });

  it('are put in so that one that is replaced finds those that are new: it is called meanwhile', async () => {
    const client = { query: async () => ({ rows: [{ name: 'a', number: 1 }] }) } as unknown as pg.Client;
    const functions = ['a', 'b', 'c'].map((name) => ({ name, number: 2, sql: '' }));
    expect((await outdated(client, functions)).map(({ name }) => name)).toEqual(['b', 'c', 'a']);
  });

  it('replace what is there, and make nothing but functions and the triggers that call them', async () => {
    const statements = /^(?!create or replace (?:function|trigger) )(?:create|alter|drop|insert|update|delete) .*/gim;
    const bodies = /\$\$.*?\$\$/gs;
    for (const { name, sql } of await readFunctions()) {
      expect(sql, name).toContain(`create or replace function ${name}(`);
      expect(sql.replace(bodies, '').match(statements), name).toBeNull();
    }
  });
});
