import {
  failure,
  failureWith,
  type Payload,
  paths,
  type Result,
  SignUpPolicy,
  success,
  type Workspace as View,
  Workspace as ViewSchema,
  type WorkspaceSettings,
} from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { createLookUp } from '../engine/store/look-up.ts';

/** Whether the workspace shows `p`, a row of picture. */
export const logoShown = 'exists (select from workspace w where w.logo = p.id)';

const columns = `w.name, '${paths.pictures}/' || w.logo || '/64' as logo, w.rooms_by as "roomsBy", w.invites_by as "invitesBy", w.steps`;
const readView = `select ${columns} from workspace w`;
const readSettings = `
  select ${columns}, w.sign_up as "signUp", w.domains, coalesce((
    select json_agg(json_build_object('id', c.id, 'name', c.name) order by r.n)
    from unnest(w.default_rooms) with ordinality r (id, n)
    cross join lateral (select * from conversation c where c.id = r.id and c.archived_at is null limit 1) c
  ), '[]') as "defaultRooms"
  from workspace w`;
const readPolicy = `select w.sign_up as "signUp" from workspace w`;
const readLogo = 'select 1 from workspace w where w.logo = $1';
const readDomains = 'select w.domains from workspace w';
const update = 'select update_workspace($1, $2, $3) as outcome';

type Outcome = 'done' | 'forbidden' | 'no_room' | 'no_domain' | 'no_picture';
type SettingsRow = Pick<WorkspaceSettings, 'name' | 'logo' | 'domains' | 'defaultRooms'> & {
  roomsBy: string;
  invitesBy: string;
  steps: string[];
  signUp: string;
};

type Options = {
  database: Database;
  /** What `SIGN_UP` says, where it says something: then nobody else decides. */
  fixed: SignUpPolicy | undefined;
  /** Whether mail can be sent. */
  mail: boolean;
  /** Whether an address can be confirmed. */
  confirms: boolean;
};

/** What admins decide about the workspace while it runs. Nothing is remembered: what was decided holds everywhere. */
export class Workspace {
  readonly #options: Options;
  /** What everybody may know. Whoever asks at once shares a query. */
  readonly view: () => Promise<View>;

  constructor(options: Options) {
    this.#options = options;
    const { database, mail } = options;
    const look = createLookUp<'view', View>(async (asked) => {
      const [row] = await database.query('workspace_view', readView, []);
      const view = { ...ViewSchema.parse(row ?? {}), mail };
      return asked.map(() => view);
    }, 1_000);
    this.view = () => look('view');
  }

  /** Who may make an account. */
  async policy(): Promise<SignUpPolicy> {
    const { database, fixed } = this.#options;
    if (fixed !== undefined) return fixed;
    const [row] = await database.query<{ signUp: string }>('workspace_policy', readPolicy, []);
    return SignUpPolicy.catch('closed').parse(row?.signUp ?? 'invited');
  }

  /** Whether a picture is the workspace's, which whoever is about to sign in may see. */
  async isLogo(pictureId: string): Promise<boolean> {
    const rows = await this.#options.database.query('workspace_logo', readLogo, [pictureId]);
    return rows.length > 0;
  }

  /** Whose people may make an account, where that depends on the domain of their address. */
  async domains(): Promise<readonly string[]> {
    const { database } = this.#options;
    const [row] = await database.query<{ domains: string[] }>('workspace_domains', readDomains, []);
    return row?.domains ?? [];
  }

  async settings(): Promise<Result<WorkspaceSettings>> {
    const { database, fixed, mail, confirms } = this.#options;
    const [row] = await database.query<SettingsRow>('workspace_settings', readSettings, []);
    if (row === undefined) throw new Error('the workspace has no row');
    const { signUp, domains, defaultRooms } = row;
    return success({
      ...ViewSchema.parse(row),
      ...{ domains, defaultRooms, mail, confirms },
      signUp: fixed ?? SignUpPolicy.catch('closed').parse(signUp),
      signUpFrom: fixed === undefined ? null : 'SIGN_UP',
    });
  }

  /** @param by who changes it, and from where */
  async update(
    by: { id: string; address: string },
    patch: Payload<'workspace:update'>,
  ): Promise<Result<WorkspaceSettings>> {
    const { database, fixed, confirms } = this.#options;
    if (patch.signUp !== undefined && fixed !== undefined)
      return failureWith({ reason: 'fixed' }, 'conflict', 'signUp: the environment decides it, with SIGN_UP');
    if (patch.signUp === 'domain' && !confirms)
      return failureWith({ reason: 'no_mail' }, 'conflict', 'signUp: no address can be confirmed here');
    const values = [by.id, JSON.stringify(patch), by.address];
    const [row] = await database.query<{ outcome: Outcome }>('workspace_update', update, values);
    switch (row?.outcome) {
      case 'done':
        return this.settings();
      case 'no_room':
        return failureWith({ reason: 'no_room' }, 'not_found', 'defaultRoomIds: not found');
      case 'no_picture':
        return failure('not_found', 'logo: not found');
      case 'no_domain':
        return failureWith({ reason: 'no_domain' }, 'conflict', 'domains: name one first');
      default:
        return failure('forbidden', 'only for admins');
    }
  }
}
