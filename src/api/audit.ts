/** The audit log: who did what where the log has no actor for it. */
import type { By } from '../engine/actor-types.ts';
import type { Queryable } from '../engine/database.ts';
import { count } from '../engine/metrics.ts';
import { currentTraceparent } from '../engine/telemetry/spans.ts';

export interface AuditEntry {
  readonly by: By;
  readonly action: string;
  readonly target: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly address: string | null;
  readonly userAgent?: string | null;
}

export async function writeAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  await db.query({
    name: 'write_audit',
    text: 'insert into audit_log (by, action, target, detail, address, user_agent, trace) values ($1, $2, $3, $4, $5, $6, $7)',
    values: [
      JSON.stringify(entry.by),
      entry.action,
      entry.target,
      JSON.stringify(entry.detail ?? {}),
      entry.address,
      entry.userAgent ?? null,
      currentTraceparent() ?? null,
    ],
  });
  count('consoleActions', 1, { action: entry.action });
}
