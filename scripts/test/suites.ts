import { join } from 'node:path';
import type { Needs } from '../installation/install.ts';

export const root = join(import.meta.dirname, '../..');

export type Suite = {
  says: string;
  needs: Needs;
  /** Whether it runs whole instances, for which the pages must be built. */
  pages: boolean;
  command(report: string, more: readonly string[]): { args: string[]; env?: Record<string, string> };
};

const vitest = (project: string) => (report: string, more: readonly string[]) => ({
  args: [
    ...['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...more],
  ],
});

const nothing: Needs = { programs: [], browser: false, kafka: false };

/** In the order in which `npm test` runs them: what fails soonest first. */
export const suites = {
  unit: { says: 'Unit tests', needs: nothing, pages: false, command: vitest('unit') },
  integration: {
    says: 'Integration tests',
    needs: { programs: ['redis-server', 'rabbitmq-server', 'nginx'], browser: false, kafka: true },
    pages: true,
    command: vitest('integration'),
  },
  chaos: {
    says: 'Faults, a short selection',
    needs: { programs: ['redis-server', 'nginx'], browser: false, kafka: false },
    pages: false,
    command: vitest('chaos'),
  },
  e2e: {
    says: 'Browser tests',
    needs: { programs: ['redis-server', 'nginx'], browser: true, kafka: true },
    pages: true,
    command: (report, more) => ({
      args: ['node_modules/@playwright/test/cli.js', 'test', '--pass-with-no-tests', '--reporter=list,json', ...more],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    }),
  },
} satisfies Record<string, Suite>;

export type SuiteName = keyof typeof suites;
export const suiteNames = Object.keys(suites) as SuiteName[];

/** What the chosen suites need together. */
export const allNeeds = (names: readonly SuiteName[]): Needs => {
  const needs = names.map((name): Needs => suites[name].needs);
  return {
    programs: [...new Set(needs.flatMap(({ programs }) => programs))],
    browser: needs.some(({ browser }) => browser),
    kafka: needs.some(({ kafka }) => kafka),
  };
};
