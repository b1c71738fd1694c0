export type Progress = {
  /** What all that is said from now on is about. */
  begin(step: string): void;
  say(text: string): void;
  /** Keeps the last line where lines are written over each other. */
  keep(): void;
};

/** Says on standard error how far a run is, with the seconds since its start. */
export const startProgress = (): Progress => {
  const begun = performance.now();
  let step = '';
  return {
    begin: (next) => {
      step = next;
    },
    say: (text) => {
      const line = `${((performance.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${step}: ${text}`;
      process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    },
    keep: () => {
      if (process.stderr.isTTY) process.stderr.write('\n');
    },
  };
};
