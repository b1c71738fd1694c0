/**
 * Reads `--only a,b` from the command line.
 * @returns the named ones, or all of them without the option
 * @throws Error that lists what may be named
 */
export const onlyOption = <Name extends string>(argv: readonly string[], names: readonly Name[]): Name[] => {
  const at = argv.indexOf('--only');
  if (at === -1) return [...names];
  const wanted = (argv[at + 1] ?? '').split(',');
  const unknown = wanted.filter((name) => !names.some((known) => known === name));
  if (unknown.length > 0) throw new Error(`--only may name ${names.join(', ')}; not "${unknown.join(', ')}"`);
  return names.filter((name) => wanted.includes(name));
};
