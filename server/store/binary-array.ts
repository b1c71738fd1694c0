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
const types = { integer: 23, text: 25, uuid: 2950 };

const hexNumber = (value: number): string => value.toString(16).padStart(2 * numberLength, '0');
const uuidLength = hexNumber(16);
const nullUuid = hexNumber(nullLength);

/** @param values uuids in their usual form, or nulls @returns a `uuid[]` */
export const uuidArray = (values: readonly (string | null)[]): Buffer => {
  // One text of digits for all: decoding each uuid by itself takes a call for each.
  let digits = [1, values.includes(null) ? 1 : 0, types.uuid, values.length, 1].map(hexNumber).join('');
  for (const value of values) digits += value === null ? nullUuid : uuidLength + value.replaceAll('-', '');
  return Buffer.from(digits, 'hex');
};

const writeHeader = (array: Buffer, type: number, length: number): void => {
  [1, 0, type, length, 1].forEach((value, index) => {
    array.writeUInt32BE(value, index * numberLength);
  });
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
