import { z } from 'zod';
import { settings } from '../../server/config.ts';

/** The default as it would be written into the environment; transforms come after it and do not show. */
const defaultOf = (schema: z.core.$ZodType): string | undefined => {
  if (schema instanceof z.ZodDefault) return String(schema.def.defaultValue);
  if (schema instanceof z.ZodPipe) return defaultOf(schema.def.in);
  if (schema instanceof z.ZodOptional) return defaultOf(schema.def.innerType);
  return undefined;
};

/** The table of settings in the README, made from server/config.ts. */
export const settingsTable = (): string => {
  const rows = Object.entries(settings).map(([name, schema]) => {
    const fallback = defaultOf(schema);
    return `| \`${name}\` | ${fallback === undefined ? '' : `\`${fallback}\``} | ${schema.description ?? ''} |`;
  });
  return ['| setting | default | what it is for |', '| --- | --- | --- |', ...rows].join('\n');
};
