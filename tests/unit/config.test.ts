import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, SettingsError } from '../../server/config.ts';

const secret = 'x'.repeat(32);
const database = 'postgresql://user:password@db:5432/switchboard';
const scaledOut = { DATABASE_URL: database, REDIS_URL: 'redis://redis:6379', AUTH_SECRET: secret };

/** The lines that a person sees who made this mistake. */
const complaints = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as Error).message.split('\n');
  }
};

describe('without any setting', () => {
  it('everything runs in one process, for this machine only', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      embedded: true,
      development: false,
      LOG_LEVEL: 'info',
    });
    expect(config.ROLES).toEqual(new Set(['web', 'live', 'worker']));
    expect(config.DATA_DIR).toBe(resolve('data'));
    expect(config.PUBLIC_URL).toBe('http://localhost:3000');
    expect(config.ALLOWED_ORIGINS).toEqual(new Set(['http://localhost:3000', 'http://127.0.0.1:3000']));
    // Everybody sees it: it says nothing of the machine, and is another one each time.
    expect(config.INSTANCE_ID).toMatch(/^[0-9a-f]{8}$/);
    expect(readConfig({}).INSTANCE_ID).not.toBe(config.INSTANCE_ID);
    expect([config.RATE_LIMIT_FACTOR, config.KAFKA_TOPIC, config.KAFKA_GROUP, config.AMQP_QUEUE]).toEqual([
      1,
      'tickets.rejected',
      'switchboard',
      'tickets.rejected',
    ]);
  });

  it('no secret has a value', () => {
    const { AUTH_SECRET, INGEST_SECRET, METRICS_TOKEN } = readConfig({});
    expect([AUTH_SECRET, INGEST_SECRET, METRICS_TOKEN]).toEqual([undefined, undefined, undefined]);
  });

  it('an empty variable counts as not set, as compose files write it', () => {
    const empty = Object.fromEntries(
      ['PORT', 'DATABASE_URL', 'REDIS_URL', 'ROLES', 'AUTH_SECRET'].map((name) => [name, ' ']),
    );
    expect(readConfig({ ...empty, INSTANCE_ID: 'a' })).toEqual(readConfig({ INSTANCE_ID: 'a' }));
  });
});

describe('a wrong setting is named in one line that says what it may be', () => {
  it.each([
    ['PORT', 'http', /must be a whole number from 0 to 65535/],
    ['PORT', '65536', /0 to 65535/],
    ['PORT', '-1', /0 to 65535/],
    ['PORT', '80.5', /whole number/],
    ['PUBLIC_URL', 'chat.example.com', /"chat\.example\.com" is not an origin like https:\/\/chat\.example\.com/],
    ['PUBLIC_URL', 'ftp://chat.example.com', /is not an origin/],
    ['ALLOWED_ORIGINS', 'https://a.example,b.example', /"b\.example" is not an origin/],
    ['ALLOWED_ORIGINS', '*', /"\*" is not an origin/],
    ['DATABASE_URL', 'mysql://db/switchboard', /must look like postgresql:\/\//],
    ['DATABASE_URL', 'db:5432', /must look like postgresql:\/\//],
    ['REDIS_URL', 'redis:6379', /must look like redis:\/\//],
    ['REDIS_URL', 'redis://a:1,http://b:2', /must look like redis:\/\//],
    ['KAFKA_BROKERS', 'kafka', /must look like host:9092/],
    ['KAFKA_BROKERS', 'a:9092, b', /must look like host:9092/],
    ['AMQP_URL', 'rabbit:5672', /must look like amqp:\/\//],
    ['TICKET_STREAM', 'tickets', /needs REDIS_URL/],
    ['INGEST_SECRET', 'short', /at least 32 characters.*openssl rand -hex 32/],
    ['AUTH_SECRET', 'short', /at least 32 characters.*openssl rand -hex 32/],
    ['INSTANCE_ID', 'one two', /may have letters, digits/],
    ['INSTANCE_ID', 'x'.repeat(65), /at most 64/],
    ['ROLES', 'web,api', /may hold web, live and worker/],
    ['ROLES', ',', /may hold web, live and worker/],
    ['REDIS_URL', ',', /must look like redis:\/\//],
    ['KAFKA_BROKERS', ',', /must look like host:9092/],
    ['ROLES', 'web,live', /without REDIS_URL one process must have all roles/],
    ['SIGN_UP', 'everybody', /must be invited, open or closed/],
    ['SETUP_CODE', '!!!!-!!!!-!!!!-a', /at least 12 letters and digits/],
    ['METRICS_TOKEN', 'short', /at least 16 characters/],
    ['LOG_LEVEL', 'loud', /"trace"\|"debug"\|"info"/],
    ['RATE_LIMIT_FACTOR', '-1', /must be a number, 0 or more/],
    ['RATE_LIMIT_FACTOR', 'none', /must be a number, 0 or more/],
  ])('%s=%s', (name, value, says) => {
    const lines = complaints({ [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name}: `));
    expect(lines[0]).toMatch(says);
  });

  it('several at once, one line for each', () => {
    const lines = complaints({ PORT: 'x', LOG_LEVEL: 'loud', AUTH_SECRET: 'short' });
    expect(lines.map((line) => line.split(':')[0])).toEqual(['PORT', 'AUTH_SECRET', 'LOG_LEVEL']);
  });

  it('without repeating a secret', () => {
    const lines = complaints({ AUTH_SECRET: 'hunter2', INGEST_SECRET: 'hunter2', METRICS_TOKEN: 'hunter2' });
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).not.toContain('hunter2');
  });
});

describe('settings that contradict each other', () => {
  it('stop the start: Redis without a database that all instances share', () => {
    expect(complaints({ REDIS_URL: 'redis://redis:6379' })).toEqual([
      'DATABASE_URL: is needed with REDIS_URL, because several instances must share one database',
    ]);
  });

  it('stop the start: a shared database without the secret that all instances share', () => {
    expect(complaints({ DATABASE_URL: database })[0]).toMatch(/^AUTH_SECRET: is needed with DATABASE_URL/);
  });

  it('do not stop a pure worker: it signs nobody in', () => {
    const { AUTH_SECRET: _, ...withoutSecret } = scaledOut;
    expect(complaints({ ...withoutSecret, ROLES: 'worker' })).toEqual([]);
    expect(complaints({ ...withoutSecret, ROLES: 'live,worker' })[0]).toMatch(/^AUTH_SECRET/);
  });
});

describe('settings of several instances', () => {
  it.each([
    ['one node', 'redis://redis:6379', ['redis://redis:6379']],
    ['TLS', 'rediss://redis:6379', ['rediss://redis:6379']],
    ['sentinels', 'redis+sentinel://s:26379/main', ['redis+sentinel://s:26379/main']],
    ['a cluster', 'redis://a:1, redis://b:2 ,', ['redis://a:1', 'redis://b:2']],
  ])('REDIS_URL takes %s', (_, value, urls) => {
    const config = readConfig({ ...scaledOut, REDIS_URL: value, ROLES: 'live' });
    expect([config.REDIS_URL, config.ROLES, config.embedded]).toEqual([urls, new Set(['live']), false]);
  });

  it('PUBLIC_URL is the only origin that may connect, unless others are named', () => {
    const alone = readConfig({ PUBLIC_URL: 'https://Chat.Example.com:443/path' });
    expect([alone.PUBLIC_URL, [...alone.ALLOWED_ORIGINS]]).toEqual([
      'https://chat.example.com',
      ['https://chat.example.com'],
    ]);
    const others = readConfig({
      PUBLIC_URL: 'https://chat.example.com',
      ALLOWED_ORIGINS: 'https://a.example, http://b.example:8080/',
    });
    expect([...others.ALLOWED_ORIGINS]).toEqual(['https://a.example', 'http://b.example:8080']);
  });
});
