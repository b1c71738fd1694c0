/** Ends a start that failed, with one line per mistake for the person at the terminal. */
export const exitOnFailure = (error: unknown): never => {
  const message = error instanceof Error ? error.message : String(error);
  const intro =
    error instanceof Error && error.name === 'SettingsError'
      ? 'Switchboard cannot start; these settings are wrong:\n'
      : 'Switchboard cannot start: ';
  process.stderr.write(`${intro}${message}\n`);
  // Only a defect needs its stack; a mistake of the person who starts it does not.
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
};
