import { z } from 'zod';
import { attachmentText, blockText, objectsIn } from './blocks.ts';
import { markdownOf } from './mrkdwn.ts';

const List = z.array(z.unknown()).max(100).nullish();

/** What Slack's incoming webhooks take, as far as it says something. */
export const SlackPayload = z.object({
  text: z.string().nullish(),
  blocks: List,
  attachments: List,
});
export type SlackPayload = z.infer<typeof SlackPayload>;

/** @returns the message in Markdown: the blocks, where there are any, instead of the text; then what is attached */
export const slackText = ({ text, blocks, attachments }: SlackPayload): string => {
  const shown = objectsIn(blocks ?? []).map(blockText);
  const said = shown.some((part) => part !== '') ? shown : [markdownOf(text ?? '')];
  return [...said, ...objectsIn(attachments ?? []).map(attachmentText)].filter((part) => part.trim() !== '').join('\n');
};
