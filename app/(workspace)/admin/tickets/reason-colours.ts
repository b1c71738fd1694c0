/** Fills and texts of the most frequent reasons, in the strip and in the rows alike. */
const palette = [
  { fill: 'fill-hue-1', background: 'bg-hue-1' },
  { fill: 'fill-hue-2', background: 'bg-hue-2' },
  { fill: 'fill-hue-3', background: 'bg-hue-3' },
  { fill: 'fill-hue-6', background: 'bg-hue-6' },
  { fill: 'fill-hue-5', background: 'bg-hue-5' },
  { fill: 'fill-hue-7', background: 'bg-hue-7' },
] as const;
const rest = { fill: 'fill-hue-8', background: 'bg-hue-8' } as const;

export type ReasonColour = { fill: string; background: string };

const given = new Map<string, ReasonColour>();

/** Each new reason gets the next colour and keeps it; when the colours are used up, the rest share one. */
export const colourOf = (reasonCode: string): ReasonColour => {
  const colour = given.get(reasonCode) ?? palette[given.size] ?? rest;
  given.set(reasonCode, colour);
  return colour;
};
