import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Confirmations } from '../../../server/people/confirmation.ts';
import { type Answer, call, openWeb, password, signUp, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
let web: Web;
let other: Web;

beforeAll(async () => {
  web = await openWeb(stack);
  other = await openWeb(stack, { beside: web });
});
afterAll(() => stack.disposeAsync());

/** As if so many minutes had passed since signing in. */
const passed = (minutes: number) =>
  web.seed.rows(
    `update session set created_at = created_at - $1::int * interval '1 minute',
       confirmed_at = confirmed_at - $1::int * interval '1 minute'`,
    [minutes],
  );

const dear: [path: string, body: (of: Answer & { id: string }) => object][] = [
  ['/passkeys/begin', () => ({})],
  ['/second-factor/begin', () => ({})],
];

describe('something dear', () => {
  it.each(dear)(
    '%s is done within ten minutes after signing in, and later when one has proved again who one is',
    async (path, body) => {
      const ada = await signUp(web, 'Ada');
      await web.seed.rows(`update "user" set role = 'admin' where id = $1`, [ada.id]);
      const ask = (site: Web) => call(site, path, body(ada), { cookie: ada.cookie });
      await passed(9);
      expect((await ask(web)).status).toBe(200);
      await passed(2);
      const late = await ask(web);
      expect([late.status, late.body.error.code, late.body.error.data]).toEqual([
        403,
        'forbidden',
        { confirm: ['password', 'again'] },
      ]);
      expect((await call(web, '/confirm', { password: 'a wrong guess' }, { cookie: ada.cookie })).status).toBe(400);
      expect((await ask(web)).status).toBe(403);
      expect((await call(web, '/confirm', { password }, { cookie: ada.cookie })).status).toBe(200);
      expect((await ask(other)).status, 'on another instance').toBe(200);
      await passed(11);
      expect((await ask(web)).status).toBe(403);
    },
  );

  it('is confirmed for the session that asked, not for the others of its person', async () => {
    const ada = await signUp(web, 'Ada');
    const left = await call(web, '/sign-in/email', { email: ada.email, password });
    await passed(11);
    expect((await call(web, '/confirm', { password }, { cookie: ada.cookie })).status).toBe(200);
    const ask = ({ cookie }: Answer) => call(web, '/passkeys/begin', {}, { cookie });
    expect([(await ask(ada)).status, (await ask(left)).status]).toEqual([200, 403]);
  });

  it('is never done with an API token', async () => {
    const { id } = await web.seed.apiToken(await web.seed.person('Bot'));
    const refusal = await new Confirmations(web.database).unconfirmed(id);
    expect(refusal?.error).toEqual({ code: 'forbidden', message: 'not with an API token: sign in' });
  });

  it('cannot be had by guessing: guesses are slowed down as those at signing in are', async () => {
    const strict = await openWeb(stack, { beside: web, env: { RATE_LIMIT_FACTOR: '1' } });
    const ada = await signUp(web, 'Ada');
    const guess = () => call(strict, '/confirm', { password: 'a wrong guess' }, { cookie: ada.cookie });
    const answers: number[] = [];
    for (const _ of Array.from({ length: 8 })) answers.push((await guess()).status);
    expect([answers.slice(0, 5), answers.at(-1)]).toEqual([[400, 400, 400, 400, 400], 429]);
  });
});
