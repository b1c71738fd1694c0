/** A set of characters, as it stands in a pattern: what is drawn as nothing although Unicode may call it a letter. */
export const blank = String.raw`\p{Default_Ignorable_Code_Point}\u2800\uFFFC`;
const seen = new RegExp(`(?![${blank}])[\\p{L}\\p{N}\\p{P}\\p{S}]`, 'u');

/** Whether anything of a text can be seen: not only blanks, joiners, fillers or marks of direction. */
export const isVisible = (value: string): boolean => seen.test(value);
