import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { untilDatabaseAnswers } from '../../../server/engine/store/patience.ts';

const refused = () => Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a start beside a database that is away', () => {
  it('ends after a minute with one line that names the setting and the reason', async () => {
    const said: string[] = [];
    const attempt = () => {
      vi.advanceTimersByTime(59_000);
      return Promise.reject(refused());
    };
    const start = untilDatabaseAnswers(attempt, 'DATABASE_URL', (line) => said.push(line));
    await expect(start).rejects.toThrow(
      'DATABASE_URL: PostgreSQL did not answer for a minute: connect ECONNREFUSED 10.0.0.1:5432',
    );
    expect(said).toEqual(['Waiting for PostgreSQL (DATABASE_URL): connect ECONNREFUSED 10.0.0.1:5432']);
  });

  it('does not wait for what waiting cannot change', async () => {
    let attempts = 0;
    const attempt = () => {
      attempts += 1;
      return Promise.reject(new Error('password authentication failed'));
    };
    await expect(untilDatabaseAnswers(attempt, 'DATABASE_URL', () => {})).rejects.toThrow('password');
    expect(attempts).toBe(1);
  });
});
