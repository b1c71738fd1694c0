import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

// `text-message` is a font size of our theme; without this the merge would take it for a colour and drop it.
const merge = extendTailwindMerge({ extend: { classGroups: { 'font-size': [{ text: ['message'] }] } } });

/** Joins class names; of two that set the same property the last one wins. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
