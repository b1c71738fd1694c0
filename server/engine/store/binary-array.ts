/**
 * Arrays in PostgreSQL's binary format, to be given as parameters: pg sends a Buffer as it is. Written as text, they cost
 * PostgreSQL a tenth of an append, and Node as much again. The format: array_recv in PostgreSQL's
 * src/backend/utils/adt/arrayfuncs.c. It begins with five numbers of four bytes each (dimensions, whether there are
 * nulls, type of the elements, number of elements, index of the first); then comes each element's length and its bytes.
 */
const headerLength = 20;
const numberLength = 4;
const nullLength = 0xffffffff;

/** Identifiers of types, as in pg_type.dat. */
const types = { integer: 23, text: 25, uuid: 2950, jsonb: 3802 };

/** What jsonb's binary form begins with: the number of that form. */
const jsonbForm = 1;

const uuidLength = 16;
const hyphen = '-'.charCodeAt(0);
/** The value of each character that is a hexadecimal digit. */
const digits = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0);

const writeHeader = (array: Buffer, type: number, length: number, hasNulls = false): void => {
  [1, hasNulls ? 1 : 0, type, length, 1].forEach((value, index) => {
    array.writeUInt32BE(value, index * numberLength);
  });
};

// By hand, because each call of a function that decodes takes longer than this, and there are four for each message.
const writeUuid = (array: Buffer, uuid: string, start: number): number => {
  let at = start;
  let high = -1;
  for (let index = 0; index < uuid.length; index += 1) {
    const code = uuid.charCodeAt(index);
    if (code === hyphen) continue;
    const digit = digits[code] ?? 0;
    if (high === -1) high = digit;
    else {
      array[at] = (high << 4) | digit;
      at += 1;
      high = -1;
    }
  }
  return at;
};

/** @param values uuids in their usual form, or nulls @returns a `uuid[]` */
export const uuidArray = (values: readonly (string | null)[]): Buffer => {
  const array = Buffer.allocUnsafe(headerLength + values.length * (numberLength + uuidLength));
  writeHeader(array, types.uuid, values.length, values.includes(null));
  let at = headerLength;
  for (const value of values) {
    at = array.writeUInt32BE(value === null ? nullLength : uuidLength, at);
    if (value !== null) at = writeUuid(array, value, at);
  }
  return array.subarray(0, at);
};

/** @param values whole numbers of 32 bits @returns an `integer[]` */
export const integerArray = (values: readonly number[]): Buffer => {
  const array = Buffer.allocUnsafe(headerLength + values.length * 2 * numberLength);
  writeHeader(array, types.integer, values.length);
  let at = headerLength;
  for (const value of values) {
    at = array.writeUInt32BE(numberLength, at);
    at = array.writeInt32BE(value, at);
  }
  return array;
};

/** @returns a `text[]` */
export const textArray = (values: readonly string[]): Buffer => {
  const lengths = values.map((value) => Buffer.byteLength(value));
  const total = lengths.reduce((sum, length) => sum + numberLength + length, headerLength);
  const array = Buffer.allocUnsafe(total);
  writeHeader(array, types.text, values.length);
  let at = headerLength;
  values.forEach((value, index) => {
    at = array.writeUInt32BE(lengths[index] ?? 0, at);
    at += array.write(value, at);
  });
  return array;
};

/** @param values what JSON can hold, or nulls @returns a `jsonb[]`, in which a null is SQL's */
export const jsonbArray = (values: readonly (object | null)[]): Buffer => {
  const texts = values.map((value) => (value === null ? null : JSON.stringify(value)));
  const lengths = texts.map((text) => (text === null ? 0 : 1 + Buffer.byteLength(text)));
  const total = lengths.reduce((sum, length) => sum + numberLength + length, headerLength);
  const array = Buffer.allocUnsafe(total);
  writeHeader(array, types.jsonb, values.length, texts.includes(null));
  let at = headerLength;
  texts.forEach((text, index) => {
    at = array.writeUInt32BE(text === null ? nullLength : (lengths[index] ?? 0), at);
    if (text === null) return;
    at = array.writeUInt8(jsonbForm, at);
    at += array.write(text, at);
  });
  return array;
};
