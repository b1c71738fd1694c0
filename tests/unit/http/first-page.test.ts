import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { untilFirstPage } from '../../../server/doors/http/first-page.ts';

test('what nobody waits for begins when the first page was sent to its end, not when it was asked for', async () => {
  const response = new EventEmitter() as ServerResponse;
  const none = async () => {};
  const { pages, shown } = untilFirstPage({ show: none, missing: none });
  let hasBegun = false;
  const beginning = shown.then(() => {
    hasBegun = true;
  });
  await pages.show({} as IncomingMessage, response);
  expect(hasBegun).toBe(false);
  response.emit('close');
  await beginning;
  expect(hasBegun).toBe(true);
});
