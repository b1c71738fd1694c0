import format from 'use-intl/format-message/format-only';
import { isolated } from './isolated.ts';

type Format = typeof format;
type Values = Parameters<Format>[2];

const isolatedValues = (values: Values): Values =>
  values &&
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolated(value) : value]),
  );

/**
 * What next.config.js puts into use-intl: messages are compiled already, and names and texts of people that are put into
 * a sentence cannot turn it around, in labels, titles and toasts alike.
 */
const formatMessage: Format = (key, message, values, options) => format(key, message, isolatedValues(values), options);
formatMessage.raw = false;

export default formatMessage;
