export { type AuditEntry, fromAddress, record, recordIn } from './entry.ts';
export { FrequentActs } from './frequent-acts.ts';
export { type KeptEntry, type Verdict, verifyAudit } from './verify.ts';
