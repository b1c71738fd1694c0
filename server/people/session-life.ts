const day = 86_400;

/** How long sessions last, in seconds. */
export const sessionLife = {
  /** Without any use. */
  idle: 30 * day,
  /** Whatever the use. */
  longest: 180 * day,
  /** For the second factor, after the first. */
  waiting: 600,
  /** How far the end must have come nearer before it is moved again: so rarely is a session written. */
  step: day,
} as const;
