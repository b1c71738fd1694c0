import { describe, expect, it } from 'vitest';
import { passwordWeakness } from '../../protocol/index.ts';
import { isCommonPassword } from '../../server/people/common-passwords.ts';
import { sessionCookieIn, sessionCookieName } from '../../server/people/session-cookie.ts';
import { SetupCode } from '../../server/people/setup-code.ts';

describe('a new password', () => {
  const ada = { name: 'Ada Lovelace', email: 'Ada.Lovelace@example.com' };

  it.each([
    ['seven77', 'short'],
    ['🔑🔑🔑', 'short'],
    ['x1'.repeat(65), 'long'],
    ['        ', 'repeated'],
    ['\u00a0\u3000 \t \u2003 \n', 'repeated'],
    ['aaaaaaaaaa', 'repeated'],
    ['ada lovelace', 'personal'],
    [' ADA.lovelace@EXAMPLE.com', 'personal'],
    ['ada.lovelace', 'personal'],
    ['correct horse', null],
    ['x1'.repeat(64), null],
    ['密码要足够长才行吧', null],
  ])('"%s" is %s', (password, weakness) => {
    expect(passwordWeakness(password, ada)).toBe(weakness);
  });

  it('is common in any capitals', async () => {
    for (const word of ['password', 'PassWord', '12345678', 'qwertyuiop', 'iloveyou'])
      expect(await isCommonPassword(word), word).toBe(true);
    expect(await isCommonPassword('correct horse battery')).toBe(false);
  });
});

describe('the setup code', () => {
  it('is made from the secret, and taken in any form that a person may type it in', () => {
    const code = new SetupCode('x'.repeat(32), undefined);
    expect(code.text).toBe(new SetupCode('x'.repeat(32), undefined).text);
    expect(code.text).not.toBe(new SetupCode('y'.repeat(32), undefined).text);
    expect(code.matches(code.text.toLowerCase().replaceAll('-', ' '))).toBe(true);
    expect(code.matches(code.text.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(true);
    for (const wrong of ['', '-', code.text.slice(1), `${code.text}A`]) expect(code.matches(wrong), wrong).toBe(false);
  });
});

describe('the session cookie', () => {
  it('is read in one way: one of that very name, or none', () => {
    const name = sessionCookieName('https://chat.example.com');
    expect(sessionCookieIn(`a=b; ${name}=x.y%3D; c`, name)).toBe('x.y%3D');
    for (const header of [
      undefined,
      null,
      '',
      `x${name}=1`,
      `${name}2=1`,
      `${name}=1; ${name}=2`,
      `${name}=1;${name}=1`,
    ])
      expect(sessionCookieIn(header, name), String(header)).toBeNull();
  });
});
