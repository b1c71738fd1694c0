const second = 1_000;
const spanOf: Record<string, number> = { s: second, m: 60 * second, h: 3_600 * second };

/** Whoever tries out alerts has not five minutes for each. */
const factor = 10;

/** The same configuration with all spans a tenth, so that what takes minutes in production takes seconds here. */
export const quicker = (yaml: string): string =>
  yaml.replaceAll(
    /(\[|\b(?:for|scrape_interval|evaluation_interval): )(\d+)([smh])\b/g,
    (_, before: string, number: string, unit: string) =>
      `${before}${(Number(number) * (spanOf[unit] ?? second)) / factor}ms`,
  );
