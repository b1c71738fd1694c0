export const locales = ['en', 'zh'] as const;
export type Locale = (typeof locales)[number];
export const localeCookie = 'locale';

const isLocale = (value: string | undefined): value is Locale => locales.some((locale) => locale === value);

/**
 * The language to answer in: what the person chose, else the first one of the browser's that we speak, else English.
 * @param chosen value of the cookie
 * @param acceptLanguage value of the Accept-Language header
 */
export const chooseLocale = (chosen: string | undefined, acceptLanguage: string | null): Locale => {
  if (isLocale(chosen)) return chosen;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part, place) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = Number(
        parameters
          .find((parameter) => parameter.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { language: tag.toLowerCase().split('-')[0], quality: Number.isNaN(quality) ? 0 : quality, place };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.place - b.place);
  return wanted.map(({ language }) => language).find(isLocale) ?? 'en';
};
