export { fromAddress, record, recordIn } from './entry.ts';
export { type AuditFormat, exportAudit } from './export.ts';
export { FrequentActs } from './frequent-acts.ts';
export { auditHandlers } from './handlers.ts';
export { type KeptEntry, verifyAudit } from './verify.ts';
