import type { Message } from './polling-flow.ts';

/** Swedish, unless the browser ranks English higher (Accept-Language, RFC 9110 section 12.5.4). */
export const languageOf = (acceptLanguage: string | undefined): keyof Message => {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', quality] = entry
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  return ranked.find(({ language }) => language === 'sv' || language === 'en')?.language === 'en' ? 'en' : 'sv';
};
