/**
 * Who may import whom: the table in ARCHITECTURE.md, and the source of the check. The first line whose `inside` fits a file
 * holds for it. `<name>` stands for any one folder, and means the same folder on the right; what begins with `npm:` is a
 * package.
 */
export const importRules: readonly { inside: string; may: readonly string[]; because: string }[] = [
  { inside: 'protocol/', may: ['protocol/', 'npm:zod'], because: 'a public contract: nothing but zod' },
  {
    inside: 'app/_live/core/',
    may: ['app/_live/core/', 'app/_live/slices.ts', 'app/_live/live-client.ts', 'protocol/', 'npm:'],
    because: 'the core of the live client knows the slices only as a list',
  },
  {
    inside: 'app/',
    may: ['app/', 'protocol/', 'server/doors/http/page.ts', 'npm:'],
    because: 'of the server, pages may bundle server/doors/http/page.ts and nothing else',
  },
  {
    inside: 'server/engine/ops/',
    may: ['server/engine/ops/', 'npm:'],
    because: 'everybody may import it, so it imports nobody',
  },
  {
    inside: 'server/engine/store/',
    may: ['server/engine/store/', 'server/engine/ops/', 'npm:'],
    because: 'the way to the database: what is asked of it is others’',
  },
  {
    inside: 'server/engine/bus/',
    may: ['server/engine/bus/', 'server/engine/ops/', 'npm:'],
    because: 'it carries what it does not understand',
  },
  {
    inside: 'server/engine/',
    may: ['server/engine/', 'protocol/', 'npm:'],
    because: 'the engine knows no noun and no door',
  },
  {
    inside: 'server/embedded/',
    may: ['server/embedded/', 'server/engine/', 'npm:'],
    because: 'the PostgreSQL in the box',
  },
  {
    inside: 'server/config.ts',
    may: ['server/setting-forms.ts', 'protocol/', 'npm:'],
    because: 'all import it, so it imports nothing but the contract',
  },
  { inside: 'server/setting-forms.ts', may: ['npm:'], because: 'what a setting may look like, for config.ts' },
  {
    inside: 'server/doors/<door>/',
    may: ['server/doors/<door>/', 'server/<noun>/index.ts', 'server/engine/', 'server/config.ts', 'protocol/', 'npm:'],
    because: 'a door knows nouns only by what their index.ts lists, and no other door',
  },
  {
    inside: 'server/<noun>/',
    may: ['server/<noun>/', 'server/<other>/index.ts', 'server/engine/', 'server/config.ts', 'protocol/', 'npm:'],
    because: 'a noun uses another one only through its index.ts, and knows no door',
  },
  { inside: 'server/', may: ['server/', 'protocol/', 'npm:'], because: 'composition roots put the server together' },
  {
    inside: 'scripts/',
    may: ['scripts/', 'server/', 'protocol/', 'npm:'],
    because: 'the product does not need its tests',
  },
  {
    inside: 'tests/',
    may: ['tests/', 'app/', 'server/', 'scripts/', 'protocol/', 'npm:'],
    because: 'tests may see all',
  },
];

/**
 * Imports that break a rule today and are about to go. The check demands that each of them is still there, so that the list
 * only gets shorter.
 */
export const pending: readonly string[] = [];
