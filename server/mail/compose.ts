import { type Content, type Language, letters, type Template } from './letter.ts';
import en from './templates/en.json' with { type: 'json' };
import zh from './templates/zh.json' with { type: 'json' };

type Texts = { subject: string; lead: string; action: string; rest: string };

const catalogues: Record<Language, Record<Template, Texts>> = { en, zh };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What people have called themselves stays text: nobody's name is a tag. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

// A line break in a name would begin another header, or look like one of our own paragraphs.
const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => onOneLine(values[name] ?? ''));

const languageTags = { en: 'en', zh: 'zh-Hans' } as const;

const page = (language: Language, { subject, lead, action, rest }: Texts, link: string): string => {
  const [title, first, label, last, href] = [subject, lead, action, rest, link].map(escaped);
  return `<!doctype html>
<html lang="${languageTags[language]}">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">
<p style="max-width:560px">${first}</p>
<p style="margin:24px 0"><a href="${href}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#3b5bdb;color:#fff;text-decoration:none">${label}</a></p>
<p style="max-width:560px;word-break:break-all"><a href="${href}">${href}</a></p>
<p style="max-width:560px;opacity:.7">${last}</p>
</body>
</html>
`;
};

/** @returns a letter as it is sent: the same as text and as HTML */
export const compose = <T extends Template>(
  language: Language,
  template: T,
  content: Content<T>,
): { subject: string; text: string; html: string } => {
  const { link, ...values } = letters[template].parse(content);
  const texts = catalogues[language][template];
  const said = {
    subject: filled(texts.subject, values),
    lead: filled(texts.lead, values),
    action: filled(texts.action, values),
    rest: filled(texts.rest, values),
  };
  const text = `${said.lead}\n\n${said.action}:\n${link}\n\n${said.rest}\n`;
  return { subject: said.subject, text, html: page(language, said, link) };
};
