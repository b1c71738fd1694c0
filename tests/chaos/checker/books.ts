import type { TopicRecord } from '../tickets/topic.ts';
import { readEvent } from './tickets.ts';

/** The sums of a partition, as they are kept. */
export type Book = Record<'partition' | 'passed' | 'read' | 'created' | 'repeated' | 'conflicting' | 'dead', number>;

/** The books of a topic, and what they are about. */
export type BookFacts = {
  books: Book[];
  topic: TopicRecord[];
  /** How many are stored. */
  rejections: number;
};

/** The books are what is in the topic, partition by partition, and they balance. */
export const checkBooks = ({ books, topic, rejections }: BookFacts): string[] => {
  const records = Map.groupBy(topic, ({ partition }) => partition);
  const created = books.reduce((sum, book) => sum + book.created, 0);
  return [
    ...[...records.keys()]
      .filter((partition) => !books.some((book) => book.partition === partition))
      .map((partition) => `there is no book of partition ${partition}`),
    ...books.flatMap((book) => checkBook(book, records.get(book.partition) ?? [])),
    ...(created === rejections ? [] : [`the books have ${created} created, of ${rejections}`]),
  ];
};

/** A book of what has no offsets, and what was confirmed and stored. */
type PlainFacts = { book: Omit<Book, 'partition'>; rejections: number; letters: number; lagEvents: number | null };

/** The book of a queue or a stream balances, and says what is stored, whatever came again. */
export const checkPlainBook = ({ book, rejections, letters, lagEvents }: PlainFacts): string[] => {
  const { passed, read, created, repeated, conflicting, dead } = book;
  const compare = (what: string, told: number | null, is: number) =>
    told === is ? [] : [`the book has ${told} ${what}, of ${is}`];
  return [
    ...compare('passed', passed, read),
    ...compare('created', created, rejections),
    ...compare('conflicting', conflicting, 0),
    ...compare('created, repeated, conflicting and dead', created + repeated + conflicting + dead, read),
    ...compare('not read yet', lagEvents, 0),
    ...(dead >= letters ? [] : [`the book has ${dead} dead, of at least ${letters}`]),
  ];
};

const checkBook = (book: Book, records: TopicRecord[]): string[] => {
  const { partition, passed, read, created, repeated, conflicting, dead } = book;
  const end = records.reduce((most, { offset }) => Math.max(most, Number(offset) + 1), 0);
  const broken = records.filter(({ value }) => readEvent(value) === null).length;
  const compare = (what: string, told: number, is: number) =>
    told === is ? [] : [`the book of partition ${partition} has ${told} ${what}, of ${is}`];
  return [
    ...compare('passed', passed, end),
    // What Kafka keeps for itself has an offset, too, and is nothing to be read.
    ...compare('not for us', passed - read, end - records.length),
    ...compare('dead', dead, broken),
    ...compare('conflicting', conflicting, 0),
    ...compare('created, repeated, conflicting and dead', created + repeated + conflicting + dead, read),
  ];
};
