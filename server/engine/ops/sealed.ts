import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const [nonceBytes, tagBytes] = [12, 16];

/** Keeps secrets that must be read again, encrypted with a key made from AUTH_SECRET: a copy of the database shows none. */
export class Sealed {
  readonly #key: Buffer;

  constructor(authSecret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', authSecret, '', 'switchboard sealed', 32));
  }

  /** @param about what it belongs to: elsewhere it cannot be opened */
  seal(secret: string, about: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce).setAAD(Buffer.from(about));
    const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]);
  }

  /** @returns the secret, or null when it was sealed with another key or for something else */
  open(sealed: Buffer, about: string): string | null {
    const [nonce, tag] = [sealed.subarray(0, nonceBytes), sealed.subarray(nonceBytes, nonceBytes + tagBytes)];
    if (tag.length < tagBytes) return null;
    try {
      const decipher = createDecipheriv(algorithm, this.#key, nonce).setAAD(Buffer.from(about)).setAuthTag(tag);
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]).toString(
        'utf8',
      );
    } catch {
      // Another key: AUTH_SECRET was changed. Whoever looks after the hook is told.
      return null;
    }
  }
}
