import { newcomer, signUp } from '../accounts.ts';
import { query } from '../database.ts';
import { directHistory } from '../history.ts';
import { installation } from '../installation.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { overHttp, ticketEvent } from '../tickets/ticket-events.ts';
import { expect, test, type Visitor } from '../visitors.ts';
import { lookAt, looksOr, wide } from './look.ts';

const talk = [
  'Morning! The release notes are ready: https://example.com/notes',
  '早上好。我今天下午会看一下，有问题再告诉你。',
  'Take your time.\nNothing is urgent before Thursday.',
  '👍',
];

// What people write that is not like the rest.
const oddTalk = (mentioned: string) => [
  `${'Donaudampfschifffahrt'.repeat(20)} and then a word`,
  'https://example.com/a/very/long/path/that/goes/on?with=parameters&and=more-of-them&until=it-is-wider-than-any-phone-is#and-further',
  'שלום לכולם, הגרסה 2.4 מוכנה (https://example.com/notes).',
  `请<@${mentioned}>看一下：见https://example.com/说明（新），谢谢`,
  '    indented(first);\nthen(not);',
  '🇩🇪 👩‍👩‍👧',
  '©',
  ...Array.from({ length: 9 }, (_, line) => `line ${line + 1} of a long run`),
];

// Nothing ever comes from a Redis stream here.
const silentStream = `
  insert into source_watch (source, minutes, days, from_time, to_time, time_zone, silent_since, changed_at, changed_by_id)
  select 'redis-stream', 30, '{1,2,3,4,5,6,7}', '00:00', '00:00', 'Europe/Berlin', d.at, d.at, gen_random_uuid()
  from (select date_trunc('milliseconds', now() - interval '1 day') as at) d on conflict do nothing`;

for (const seen of looksOr('en light')) {
  const { language, colorScheme } = seen;
  const look = (visitor: Visitor, sight: Parameters<typeof lookAt>[2]) => lookAt(visitor, seen, sight);

  test(`axe finds nothing on any page, ${colorScheme} and in ${language}`, async ({ visit }) => {
    // A dozen pages are looked at by axe, one after the other: on a busy machine that is more than the time of one test.
    test.slow();
    const options = { entrance: 'instance-1', language, colorScheme, viewport: wide } as const;
    const guest = await visit(options);
    const button = (name: 'signIn' | 'signUp') => (visitor: Visitor) =>
      visitor.page.getByRole('button', { name: visitor.t(`auth.${name}`), exact: true });
    await look(guest, { name: 'sign-in', path: '/sign-in', shown: button('signIn') });
    await look(guest, { name: 'sign-up', path: '/sign-up', shown: button('signUp') });
    const title = (name: 'forgottenTitle' | 'newPasswordTitle' | 'confirmAddressTitle') => (visitor: Visitor) =>
      visitor.page.getByRole('heading', { name: visitor.t(`auth.${name}`), level: 1 });
    await look(guest, { name: 'forgotten', path: '/forgotten', shown: title('forgottenTitle') });
    await look(guest, { name: 'new-password', path: '/new-password', shown: title('newPasswordTitle') });
    await look(guest, { name: 'confirm-address', path: '/confirm-address', shown: title('confirmAddressTitle') });

    const [ada] = installation().admins;
    const lin = await signUp(installation().url, { ...newcomer('Lin Yue'), name: 'Lin Yue' });
    const events = [
      ticketEvent(),
      ticketEvent({ priority: 'urgent', reasonCode: 'budget', title: '差旅报销 – 九月' }),
      ticketEvent({ priority: 'low', reasonCode: 'duplicate' }),
    ];
    expect((await overHttp(events)).status).toBe(200);
    const conversationId = await directHistory(lin, ada, { bodies: talk, read: 2 });
    const admin = await visit({ ...options, account: ada });
    const newest = events.at(-1)?.ticketId ?? '';
    await look(admin, {
      name: 'chat',
      path: `/chat/${conversationId}`,
      shown: (at) => new ChatPage(at).message('👍'),
    });
    const odd = await directHistory(await signUp(installation().url, newcomer('عمر')), ada, {
      bodies: oddTalk(lin.id),
    });
    const last = (at: Visitor) => new ChatPage(at).message('line 9 of a long run');
    await look(admin, { name: 'odd-texts', path: `/chat/${odd}`, shown: last });
    await look(admin, { name: 'list', path: '/chat', shown: (at) => new ChatPage(at).entry(lin.name).first() });
    const row = ({ page }: Visitor) => page.getByRole('button', { name: newest });
    await look(admin, { name: 'tickets', path: '/admin/tickets', shown: row });
    const instance = ({ page }: Visitor) => page.getByRole('article', { name: 'instance-3', exact: true });
    await look(admin, { name: 'system', path: '/admin/system', shown: instance });
    const entry = ({ page, t }: Visitor) => page.getByText(t('audit.actions.account.create')).first();
    const account = ({ page }: Visitor) => page.getByText(ada.email, { exact: true });
    await look(admin, { name: 'people', path: `/admin/people?query=${ada.email}`, shown: account });
    const hint = ({ page, t }: Visitor) => page.getByText(t('rooms.hint'));
    await look(admin, { name: 'rooms', path: '/admin/rooms', shown: hint });
    const files = ({ page, t }: Visitor) => page.getByRole('button', { name: t('exports.exportAll') });
    await look(admin, { name: 'exports', path: '/admin/exports', shown: files });
    await look(admin, { name: 'audit', path: '/admin/audit', shown: entry });
    expect((await overHttp({ ...ticketEvent(), priority: 'whenever' })).status).toBe(200);
    await query(silentStream, []);
    const alarm = ({ page, t }: Visitor) =>
      page.getByRole('region', { name: t('sources.names.redis-stream') }).getByText(t('sources.alarm.silent'));
    await look(admin, { name: 'sources', path: '/admin/sources', shown: alarm });
    const letters = ({ page, t }: Visitor) => page.getByRole('region', { name: t('deadLetters.groups') });
    await look(admin, { name: 'dead-letters', path: '/admin/dead-letters', shown: letters });
    const programs = ({ page, t }: Visitor) => page.getByRole('region', { name: t('programs.hooks') });
    await look(admin, { name: 'programs', path: '/admin/programs', shown: programs });
    await look(admin, { name: 'own-programs', path: '/settings/programs', shown: programs });
    const phoneTitle = ({ page, t }: Visitor) => page.getByRole('heading', { name: t('phone.title'), level: 1 });
    await look(admin, { name: 'phone', path: '/phone', shown: phoneTitle });
    const person = ({ page }: Visitor) => page.getByRole('listitem').filter({ hasText: lin.name }).first();
    await look(admin, { name: 'directory', path: `/people?q=${encodeURIComponent(lin.name)}`, shown: person });
    const made = ({ page, t }: Visitor) => page.getByRole('button', { name: t('invitations.invite'), exact: true });
    await look(admin, { name: 'invitations', path: '/admin/invitations', shown: made });
    const noMail = ({ page, t }: Visitor) => page.getByText(t('mail.off'));
    await look(admin, { name: 'mail', path: '/admin/mail', shown: noMail });
    const named = ({ page, t }: Visitor) => page.getByRole('textbox', { name: t('workspace.name'), exact: true });
    await look(admin, { name: 'workspace', path: '/admin/workspace', shown: named });
    const heading = ({ page, t }: Visitor) => page.getByRole('heading', { name: t('settings.title'), level: 1 });
    await look(admin, { name: 'settings', path: '/settings', shown: heading });
  });
}
