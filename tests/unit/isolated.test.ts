import compile from 'icu-minify/compile';
import { describe, expect, it } from 'vitest';
import formatMessage from '../../app/_messages/format-message.ts';
import { isolated } from '../../app/_messages/isolated.ts';

const sentence = compile('{name} left {room}');
const said = (name: string, room: string) =>
  formatMessage('x', sentence, { name, room }, { locale: 'en', formatters: undefined } as never);

describe('a name inside a sentence', () => {
  it.each(['Ada', '王琳', 'O’Reilly', '😀', 'Žofie 2'])('stays as it is: %s', (name) => {
    expect(isolated(name)).toBe(name);
  });

  it.each(['محمد', 'דנה', 'Ann \u202Egnp.exe', 'x\u2066y'])('that could turn it is set apart: %j', (name) => {
    expect(said(name, 'ops')).toBe(`\u2068${name.replace(/[\u202E\u2066]/, '')}\u2069 left ops`);
  });

  it('cannot end what sets it apart', () => {
    expect(isolated('\u2069\u2069محمد')).toBe('\u2068محمد\u2069');
  });
});
