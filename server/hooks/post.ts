import { z } from 'zod';
import { isVisible, lengthOf, limits } from '../../protocol/index.ts';
import { SlackPayload, slackText } from './slack/message.ts';

/** What was posted to a hook: in our own form, or in Slack's, which wants answers of its own. */
export type Post =
  | { style: 'ours'; body: string }
  | { style: 'slack'; body: string }
  | { style: 'ours' | 'slack'; fault: 'invalid_payload' | 'no_text' | 'too_long' };

const Ours = z.object({ body: z.string() });

/** Calls for everybody's attention, which a hook may not make unless it was allowed to. */
const calls = /<!(here|room|channel|everyone)>/g;

const shortened = (text: string): string => {
  if (lengthOf(text) <= limits.messageBody) return text;
  const cut = text.slice(0, limits.messageBody - 1);
  // Not through the middle of a character.
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
};

const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '');

const jsonIn = (contentType: string, body: string): unknown => {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(contentType);
  // What curl announces unless told otherwise, whatever it sends.
  const text = isForm && !body.trimStart().startsWith('{') ? new URLSearchParams(body).get('payload') : body;
  return text === null ? undefined : JSON.parse(text);
};

const parsed = (contentType: string, bytes: Uint8Array): unknown => {
  try {
    return jsonIn(contentType, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};

/**
 * Reads what was posted. Whatever has a `body` is in our form, in which a text that is too long is refused; all else is taken for
 * Slack's, in which it is cut, as Slack does.
 * @param mentions whether calls for everybody's attention stay what they are
 */
export const readPost = (contentType: string, bytes: Uint8Array, mentions: boolean): Post => {
  const json = parsed(contentType, bytes);
  const ours = Ours.safeParse(json);
  const quiet = (text: string) =>
    mentions ? text.replace(/<!(?:channel|everyone)>/g, '<!room>') : text.replace(calls, '@$1');
  if (ours.success) {
    const body = quiet(storable(ours.data.body));
    if (!isVisible(body)) return { style: 'ours', fault: 'no_text' };
    return lengthOf(body) > limits.messageBody ? { style: 'ours', fault: 'too_long' } : { style: 'ours', body };
  }
  const slack = SlackPayload.safeParse(json);
  if (!slack.success) return { style: 'slack', fault: 'invalid_payload' };
  const body = shortened(quiet(storable(slackText(slack.data))));
  return isVisible(body) ? { style: 'slack', body } : { style: 'slack', fault: 'no_text' };
};
