const turns = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}\p{Bidi_Control}]/u;
const openings = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * Somebody's text as it may stand inside a sentence: one that is written from right to left, or that would turn what
 * comes after it, is set apart with marks that are not seen. Text without either stays as it is.
 */
export const isolated = (text: string): string =>
  turns.test(text) ? `\u2068${text.replace(openings, '')}\u2069` : text;
