/**
 * One thing that is said in a talk. `{words}` are filled in by chance, the same in the whole talk; `@0` names the first of
 * those who talk, `@1` the second.
 */
export type Line = {
  /** Who of those who talk says it. */
  by: number;
  text: string;
  /** Place of the line that it answers. */
  answers?: number;
  /** What it said before it was corrected. */
  was?: string;
  /** Taken back afterwards. */
  gone?: true;
  /** Emoji that others leave on it. */
  reactions?: readonly string[];
};

/** A short exchange between two or three people. */
export type Talk = readonly Line[];

/** What people of one language talk about, and what `{words}` may stand for. */
export type Talks = {
  /** In rooms about work. */
  work: readonly Talk[];
  /** Wherever people meet. */
  anywhere: readonly Talk[];
  /** Between two. */
  direct: readonly Talk[];
  /** Of today: the second one is asked for. */
  calls: Readonly<Record<'work' | 'anywhere', readonly Talk[]>>;
  words: Readonly<Record<string, readonly string[]>>;
};
