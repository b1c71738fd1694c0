export type ReadingState = {
  /** conversation → person → `seq` */
  readonly readMarks: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Own read marks that the server has not confirmed. */
  readonly unsentMarks: Readonly<Record<string, number>>;
};

export const initial = (): ReadingState => ({ readMarks: {}, unsentMarks: {} });
