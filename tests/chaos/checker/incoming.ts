/** What a program posted by an incoming webhook, as often as it took. */
export type Post = {
  /** Its `Idempotency-Key`. */
  key: string;
  /** Nothing else says the same. */
  body: string;
  /** The message that each answer named. */
  answers: string[];
  /** Every other answer than that it cannot be done now. */
  refusals: string[];
};

/** Everything that is judged of the way into a room. */
export type IncomingFacts = {
  posts: Post[];
  /** What the bot of the webhook wrote, wherever. */
  stored: { id: string; body: string }[];
};

/** Each key is one message, whatever was answered and however often it was asked; and there is nothing else. */
export const checkIncoming = ({ posts, stored }: IncomingFacts): string[] => {
  const byBody = Map.groupBy(stored, ({ body }) => body);
  const known = new Set(posts.map(({ body }) => body));
  return [
    ...posts.flatMap((post) => checkPost(post, byBody.get(post.body)?.map(({ id }) => id) ?? [])),
    ...stored.filter(({ body }) => !known.has(body)).map(({ id }) => `the message ${id} was never posted`),
  ];
};

const checkPost = ({ key, answers, refusals }: Post, ids: string[]): string[] => [
  ...refusals.map((answer) => `${key} was answered ${answer}`),
  ...(answers.length === 0 ? [`${key} was never answered`] : []),
  ...(ids.length === 0 ? [`lost: ${key} is no message`] : []),
  ...(ids.length > 1 ? [`doubled: ${key} is ${ids.length} messages`] : []),
  ...answers.filter((id) => !ids.includes(id)).map((id) => `${key} was answered ${id}, which is another message`),
];
