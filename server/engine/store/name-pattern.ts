/**
 * The ILIKE pattern of names that contain a text, wherever it stands.
 * @param query undefined for all names
 */
export const namePattern = (query: string | undefined): string => `%${(query ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`;
