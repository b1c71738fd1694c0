let person: string | null = null;

/** Whom this page was made for, for as long as it is there; null on the pages of those who are not signed in. */
export const pagePerson = (): string | null => person;

export const setPagePerson = (id: string): void => {
  person = id;
};
