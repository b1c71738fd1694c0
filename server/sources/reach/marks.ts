/** When somebody looked, in milliseconds, and where the end was then. */
type Mark = { end: number; at: number };

/** Of one partition; when there are more, every other one is dropped, so that they reach as far back with wider steps. */
const most = 32;

/**
 * Where the end was and when, as far as that was not read yet, oldest first: what stands before the first of them has waited at
 * least since then. So the age of what waits is known without reading it, from below, as exactly as somebody looked.
 * @param position the next offset to be read
 */
export const marked = (
  before: readonly Mark[],
  { position, end, at }: { position: number; end: number; at: number },
): Mark[] => {
  // A broker that lost records has an end before the one that was known.
  const open = before.map((mark) => ({ ...mark, end: Math.min(mark.end, end) })).filter((mark) => mark.end > position);
  const isNew = end > position && end > (open.at(-1)?.end ?? position);
  const all = isNew ? [...open, { end, at }] : open;
  return all.length <= most ? all : all.filter((_, place) => place % 2 === 0 || place === all.length - 1);
};
