import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Seed, seedDatabase } from '../../support/seed.ts';

let seed: Seed;
beforeAll(async () => {
  seed = await seedDatabase();
});
afterAll(() => seed?.close());

const wordsOf = async (text: string): Promise<string[]> => {
  const [row] = await seed.rows<{ words: string[] }>('select tsvector_to_array(search_words($1)) as words', [text]);
  return row?.words ?? [];
};

describe('the words of a message', () => {
  it('are found as they are and without their endings, whatever their case and width', async () => {
    expect(await wordsOf('Rejected Invoices ＡＢＣ')).toEqual(['abc', 'invoic', 'invoices', 'reject', 'rejected']);
  });

  it('of scripts without spaces are each character and each pair of neighbours, beside the words around them', async () => {
    expect((await wordsOf('请看invoice吧')).sort()).toEqual(['invoic', 'invoice', '吧', '看', '请', '请看'].sort());
    expect((await wordsOf('退款')).sort()).toEqual(['退', '款', '退款'].sort());
    expect((await wordsOf('ランチ')).sort()).toEqual(['ラ', 'ン', 'チ', 'ラン', 'ンチ'].sort());
    expect((await wordsOf('안녕')).sort()).toEqual(['안', '녕', '안녕'].sort());
    expect((await wordsOf('𠮷野')).sort()).toEqual(['𠮷', '野', '𠮷野'].sort());
  });

  it('are found quickly in the longest message, also one of nothing but signs', async () => {
    // A statement may take four seconds on the server's own connections; these take some milliseconds.
    for (const text of [
      '退'.repeat(8_000),
      '-a'.repeat(4_000),
      'a/'.repeat(4_000),
      `${'x'.repeat(7_999)}!`,
      '@.'.repeat(4_000),
    ])
      await seed.rows(`set statement_timeout = 4000; select search_words('${text}')`);
    expect(await wordsOf('')).toEqual([]);
  });

  it('name its conversation and author only where it says so itself', async () => {
    const id = randomUUID();
    expect(await wordsOf(`in:${id} from:${id} has:link`)).not.toContain(`in:${id}`);
    expect(await wordsOf('has:link')).not.toContain('has:link');
  });
});
