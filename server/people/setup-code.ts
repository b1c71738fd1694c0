import { createHmac, timingSafeEqual } from 'node:crypto';

// Letters and digits that nobody takes for one another.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbols = 16;

/** Four groups of four, the same on every instance that has this secret; 80 bits. */
const derived = (secret: string): string => {
  const bytes = createHmac('sha256', secret).update('switchboard setup code').digest().subarray(0, symbols);
  const text = [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
  return text.replaceAll(/.{4}(?=.)/g, '$&-');
};

const plain = (code: string): string =>
  code
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');

/** What the first account must know, so that an installation belongs to who started it. */
export class SetupCode {
  /** As it is printed. */
  readonly text: string;
  readonly #secret: string;

  /**
   * @param secret AUTH_SECRET: the same on all instances, and nothing has to be stored
   * @param chosen SETUP_CODE
   */
  constructor(secret: string, chosen: string | undefined) {
    this.#secret = secret;
    this.text = chosen ?? derived(secret);
  }

  /** Without regard to capitals, blanks and hyphens; takes the same time for every wrong one. */
  matches(code: string): boolean {
    return timingSafeEqual(this.#digest(code), this.#digest(this.text));
  }

  #digest(code: string): Buffer {
    return createHmac('sha256', this.#secret).update(plain(code)).digest();
  }
}
