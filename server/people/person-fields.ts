import { limits, paths } from '../../protocol/index.ts';

/** The address that a picture `id` has, in SQL: that of the small one. */
export const pictureAddressOf = (id: string): string => `'${paths.pictures}/' || ${id} || '/64'`;

/** Whether somebody shows `p`, a row of picture. */
export const picturesShown = `exists (select from "user" u where u.image = ${pictureAddressOf('p.id')})`;

// A status whose time is over is none, also before the job that clears it has come by.
const status = `case when u.status_emoji is not null and (u.status_until is null or u.status_until > now()) then
  json_build_object('emoji', u.status_emoji, 'text', coalesce(u.status_text, ''), 'until',
    to_char(u.status_until at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end`;

/**
 * What everybody may know of `u`, a row of "user", as columns of the contract's names. A picture is one of ours: an address
 * elsewhere would tell whoever is there who looks. All of it is bounded, so that pages have a bound.
 */
export const personFields = `u.id, u.name, case when u.image like '${paths.pictures}/%' and octet_length(u.image) <= 200 then u.image end as image,
  left(u.title, ${limits.personTitle}) as title, ${status} as status, left(u.time_zone, ${limits.timeZone}) as "timeZone",
  coalesce(u.banned, false) as deactivated, u.kind`;
