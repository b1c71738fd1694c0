const hues = [
  { fill: 'fill-reason-1', background: 'bg-reason-1' },
  { fill: 'fill-reason-2', background: 'bg-reason-2' },
  { fill: 'fill-reason-3', background: 'bg-reason-3' },
  { fill: 'fill-reason-4', background: 'bg-reason-4' },
  { fill: 'fill-reason-5', background: 'bg-reason-5' },
  { fill: 'fill-reason-6', background: 'bg-reason-6' },
  { fill: 'fill-reason-7', background: 'bg-reason-7' },
  { fill: 'fill-reason-8', background: 'bg-reason-8' },
  { fill: 'fill-reason-9', background: 'bg-reason-9' },
  { fill: 'fill-reason-10', background: 'bg-reason-10' },
  { fill: 'fill-reason-11', background: 'bg-reason-11' },
  { fill: 'fill-reason-12', background: 'bg-reason-12' },
] as const;
/** Tell most of those apart that have one colour. */
const shapes = ['rounded-full', 'rounded-[2px]', 'rotate-45 rounded-[1px]'] as const;

const others = { fill: 'fill-faint', background: 'bg-faint', shape: 'rounded-full' } as const;

export type ReasonLook = { fill: string; background: string; shape: string };

/** Of all beginnings near FNV's own the first with which the reasons that Switchboard itself names differ in colour. */
const seed = 0x811c9dfb;

/** FNV-1a: spreads what differs in one character. */
const hash = (text: string): number => {
  let value = seed;
  for (let place = 0; place < text.length; place += 1)
    value = Math.imul(value ^ text.charCodeAt(place), 0x01000193) >>> 0;
  return (value ^ (value >>> 15)) >>> 0;
};

/**
 * How a reason looks, on every device and for everybody: it depends on nothing but its code.
 * @param reasonCode null for those that are counted together
 */
export const lookOf = (reasonCode: string | null): ReasonLook => {
  if (reasonCode === null) return others;
  const value = hash(reasonCode);
  const [hue, shape] = [hues[value % hues.length], shapes[Math.floor(value / hues.length) % shapes.length]];
  return hue && shape ? { ...hue, shape } : others;
};

/** A reason as people read it: `MISSING_RECEIPT` and `missingReceipt` are "Missing receipt". */
export const reasonName = (reasonCode: string): string => {
  const words = reasonCode
    .replaceAll(/[_\-.:/\s]+/g, ' ')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .trim();
  if (words === '') return reasonCode;
  const isShouted = words === words.toUpperCase() && words.length > 4;
  const calm = isShouted || words.includes(' ') ? words.toLowerCase() : words;
  return calm.charAt(0).toUpperCase() + calm.slice(1);
};
