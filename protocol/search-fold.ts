import { limits } from './limits.ts';

const gaps = /[\s\p{P}]+/gu;

/**
 * A text as names are compared when somebody looks for one: without regard to capitals, accents and widths, and to what stands
 * between words. No longer than a key is.
 */
export const foldForSearch = (text: string): string =>
  [...text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase().replace(gaps, '')]
    .slice(0, limits.searchKey)
    .join('');
