import { type ClassValue, clsx } from 'clsx';

/**
 * Joins class names. Of two utilities that set the same property, the stylesheet's order decides and not this one's:
 * a component offers a variant, or its caller marks the utility as important.
 */
export const cn = (...classes: ClassValue[]): string => clsx(classes);
