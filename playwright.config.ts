import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/installation/chromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  globalSetup: './tests/e2e/global-setup.ts',
  outputDir: 'test-results',
  // Two cores run the browsers, three instances, two workers, PostgreSQL, Redis and Kafka.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 90_000,
  // Patience for a busy machine; what the product promises to do faster says so in its test.
  expect: { timeout: 15_000 },
  use: {
    launchOptions: { executablePath: await findChromium(), args: ['--no-sandbox'] },
    actionTimeout: 15_000,
    // Without its film, which costs more than all the rest of a test.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: true },
    screenshot: 'only-on-failure',
  },
});
