import { limits } from '../../../protocol/limits.ts';

const most = limits.mappingText;

const refuse = (): never => {
  throw new RangeError(`makes a text of more than ${most} characters`);
};

/**
 * Bounds the texts that a mapping makes, in this thread for good. One step makes one of half a gigabyte: that is neither interrupted
 * nor held by what the thread may take, because V8 gives a single large text what it wants. These are the steps of JSONata that
 * multiply; what they were given is bounded itself.
 */
export const boundTexts = (): void => {
  const { join } = Array.prototype;
  const { concat } = String.prototype;
  Object.defineProperty(Array.prototype, 'join', {
    value(this: unknown[], separator = ',') {
      let length = Math.max(0, this.length - 1) * String(separator).length;
      if (length > most) refuse();
      for (const part of this) if (typeof part === 'string') length += part.length;
      return length > most ? refuse() : join.call(this, separator);
    },
  });
  Object.defineProperty(String.prototype, 'concat', {
    value(this: string, ...parts: string[]) {
      const length = parts.reduce((sum, part) => sum + String(part).length, this.length);
      return length > most ? refuse() : concat.apply(this, parts);
    },
  });
};
