import type { Me } from '../../protocol/index.ts';
import { sign } from '../../server/sources/index.ts';
import type { Noun } from './noun.ts';
import { granted, type Services } from './services.ts';
import { before, type DemoPerson, type World } from './world.ts';

const key = 'webshop';
const mapping = `/* The web shop reports returns in a shape of its own. */
{
  "eventId": return.number,
  "ticketId": "R-" & $substringAfter(return.number, "-"),
  "title": "Return of " & $join(return.items.name, ", "),
  "reasonCode": $lowercase(decision.code),
  "reason": decision.text,
  "rejectedBy": decision.by,
  "requester": customer.name,
  "priority": $sum(return.items.price) > 200 ? "high" : "normal",
  "occurredAt": decision.at,
  "region": customer.country,
  "amount": $sum(return.items.price)
}`;

const returns = [
  { items: [{ name: 'Desk lamp', price: 49 }], code: 'NO_RECEIPT', text: 'No receipt was sent along.', country: 'DE' },
  {
    items: [
      { name: 'Office chair', price: 229 },
      { name: 'Cushion', price: 19 },
    ],
    ...{ code: 'USED', text: 'The chair shows signs of use.', country: 'FR' },
  },
  { items: [{ name: '键盘', price: 99 }], code: 'TOO_LATE', text: '已超过退货期限。', country: 'CN' },
];

const age = `update rejection set received_at = occurred_at + interval '2 seconds' where source = $1`;

const as = ({ id, name, role }: DemoPerson) => ({ me: { id, name, role } as Me, address: '192.0.2.10' });

const reportOf = (place: number, world: World) => {
  const { items, country, code, text } = returns[place % returns.length] ?? {
    items: [],
    country: '',
    code: '',
    text: '',
  };
  return {
    return: { number: `WEB-${7_000 + place}`, items },
    customer: { name: ['Marta', 'Henri', '李娜'][place % 3], country },
    decision: { code, text, by: 'returns-bot', at: before(world, { minutes: 50 - 7 * place }).toISOString() },
  };
};

const send = async ({ namedIngest }: Services, secret: string, value: unknown): Promise<void> => {
  const body = Buffer.from(JSON.stringify(value));
  granted((await namedIngest(key, { headers: sign(secret, body), body })).body);
};

/** A source that an admin has named, whose events have a shape of their own. */
export const sources: Noun = {
  name: 'sources',
  fill: async (services, world) => {
    const [ada] = world.people;
    if (ada === undefined) return;
    const terms = { key, name: 'Web shop', place: { kind: 'http' }, mapping, paused: false } as const;
    const { secret } = granted(await services.namedSources.create(as(ada), terms));
    for (let place = 0; place < 2 * returns.length; place++) await send(services, secret ?? '', reportOf(place, world));
    await services.query('demo_source_age', age, [key]);
    await services.mappings.stop();
  },
};
