/**
 * How long a text is, in UTF-16 code units: what every bound of the contract means, on both sides. One emoji may be two
 * and more of them. The same number as `value.length`, and as `maxlength` of a field; not what `z.string().max` counts.
 */
export const lengthOf = (value: string): number => value.length;
