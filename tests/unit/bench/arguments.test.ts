import { describe, expect, it } from 'vitest';
import { readArguments } from '../../bench/arguments.ts';

describe('npm run bench', () => {
  it('measures ten seconds a run, and five when it compares two commits in many runs', () => {
    expect(readArguments([])).toMatchObject({ rounds: 3, seconds: 10 });
    expect(readArguments(['--against', 'HEAD'])).toMatchObject({ against: 'HEAD', pairs: 7, seconds: 5 });
    expect(readArguments(['--against', 'HEAD', '--seconds', '2'])).toMatchObject({ seconds: 2 });
  });

  it('names the option that is wrong', () => {
    expect(() => readArguments(['--only', 'direct,dirct'])).toThrow(/^--only/);
    expect(() => readArguments(['--pairs', '0'])).toThrow(/^--pairs/);
    expect(() => readArguments(['--targets', 'X'])).toThrow(/^--targets/);
  });

  it('refuses to compare two commits by what cannot be compared, and says by what it can', () => {
    expect(() => readArguments(['--against', 'HEAD', '--only', 'direct,deploy'])).toThrow(
      /^--only: deploy cannot be compared .*direct.*marks/,
    );
  });
});
