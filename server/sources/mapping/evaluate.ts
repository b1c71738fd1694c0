import jsonata from 'jsonata';
import { limits } from '../../../protocol/limits.ts';

/** What one event became: the JSON of an object, or why not. */
export type Mapped = { result: string } | { error: string };

/** An event and what travelled beside it: JSON of both. */
export type Input = { value: string; headers: string };

const options = { timeout: limits.mappingTime, stack: limits.mappingDepth, sequence: limits.mappingSequence };
const tookTooLong = 'D1012';
// It is measured by the clock, and a machine that does something else meanwhile is no fault of the event.
const attempts = 3;
const longestError = 300;

const describe = (error: unknown): string => {
  const message: unknown = error instanceof Object ? Reflect.get(error, 'message') : error;
  const position: unknown = error instanceof Object ? Reflect.get(error, 'position') : undefined;
  const words = typeof message === 'string' && message !== '' ? message : 'failed without a word';
  const place = typeof position === 'number' ? `, at character ${position}` : '';
  return `${words.slice(0, longestError)}${place}`.replaceAll('\u0000', '').toWellFormed();
};

/** @returns what is wrong with a mapping, or null */
export const faultOf = (mapping: string): string | null => {
  try {
    jsonata(mapping, options);
    return null;
  } catch (error) {
    return describe(error);
  }
};

const once = async (expression: jsonata.Expression, { value, headers }: Input): Promise<string> => {
  const result: unknown = await expression.evaluate(JSON.parse(value), { headers: JSON.parse(headers) });
  const json = JSON.stringify(result) as string | undefined;
  if (json === undefined) throw new Error('gives nothing');
  if (Buffer.byteLength(json) > limits.ticketEventBytes)
    throw new Error(`gives more than ${limits.ticketEventBytes} bytes`);
  return json;
};

/** What a mapping makes of events, one after the other. Never throws; what cannot be interrupted, it waits for. */
export class Evaluation {
  readonly #mapping: string;
  #expression: jsonata.Expression | undefined;

  constructor(mapping: string) {
    this.#mapping = mapping;
  }

  async of(input: Input): Promise<Mapped> {
    for (let attempt = 1; ; attempt++) {
      try {
        this.#expression ??= jsonata(this.#mapping, options);
        return { result: await once(this.#expression, input) };
      } catch (error) {
        const isLate = error instanceof Object && Reflect.get(error, 'code') === tookTooLong;
        if (!isLate || attempt === attempts) return { error: describe(error) };
      }
    }
  }
}
