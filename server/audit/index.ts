export { type AuditEntry, fromAddress, record, recordIn } from './entry.ts';
export { FrequentActs } from './frequent-acts.ts';
export { type KeptEntry, verifyAudit } from './verify.ts';
