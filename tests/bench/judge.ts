import type { Outcome } from './bench.ts';
import type { Audit } from './driver/audit.ts';
import { differentOrders } from './driver/audit.ts';
import type { Sent } from './driver/author.ts';
import type { Fleet } from './fleet.ts';
import type { Site } from './targets/site.ts';

type Verdict = Pick<Outcome, 'problems' | 'notes'> & { audit: Audit };

/**
 * Checks what was delivered: everything, once, and from ours in one order without holes, all of it stored.
 * A peer is held to what it promises: what it never promised is noted.
 * @param expectLoss whether connections were broken on purpose, which a server that repairs nothing may lose messages by
 */
export const judge = async (site: Site, fleet: Fleet, expectLoss = false): Promise<Verdict> => {
  const sent = await fleet.sent();
  const verdict = await compare(site, fleet, { sent, expectLoss });
  return { ...verdict, problems: [...verdict.problems, ...(await site.verifyStore(sent))] };
};

/** The same for the ticket feed, whose events came from Kafka. */
export const judgeFeed = async (site: Site, fleet: Fleet, sent: Sent[]): Promise<Verdict> => {
  const verdict = await compare(site, fleet, { sent, expectLoss: false });
  const events = sent.reduce((sum, source) => sum + source.sent, 0);
  return { ...verdict, problems: [...verdict.problems, ...(await site.verifyFeed(events))] };
};

type Evidence = { sent: Sent[]; expectLoss: boolean };

const compare = async (site: Site, fleet: Fleet, { sent, expectLoss }: Evidence): Promise<Verdict> => {
  const audit = await fleet.audit(sent);
  // Of the whole run: a connection may be lost after the measurement.
  const tallies = await fleet.tally();
  const problems = Object.entries(tallies.problems).map(([what, count]) => `${count} × ${what}`);
  const notes: string[] = [];
  const missing = audit.expected - audit.delivered;
  const report = (promised: boolean, text: string) => (promised ? problems : notes).push(text);
  if (missing > 0) report(site.promises.repairs || !expectLoss, `${missing} of ${audit.expected} deliveries missing`);
  if (audit.doubles > 0) report(site.promises.repairs || !expectLoss, `${audit.doubles} deliveries doubled`);
  if (audit.disorder > 0)
    report(site.promises.ordered, `${audit.disorder} messages shown after later ones of their author`);
  if (audit.seqGaps > 0) report(site.promises.ordered, `${audit.seqGaps} steps in seq that are not 1`);
  const different = differentOrders(audit);
  if (different > 0) report(site.promises.ordered, `${different} conversations seen in different orders`);
  const unanswered = sent.reduce((sum, author) => sum + author.unacked.length, 0);
  if (unanswered > 0) report(site.promises.repairs || !expectLoss, `${unanswered} sends never answered`);
  if (tallies.lostConnections > 0) notes.push(`${tallies.lostConnections} connections lost`);
  if (tallies.holes > 0) notes.push(`${tallies.holes} holes repaired by clients`);
  if (tallies.refused > 0) notes.push(`${tallies.refused} sends refused and repeated`);
  return { audit, problems, notes };
};
