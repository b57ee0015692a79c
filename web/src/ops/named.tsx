/** Somebody or something in the ledger, by name where the API said it. */
import type { AuditEntry } from '../../../src/contracts/audit.ts';
import { EntityLink } from '../lists/cells.tsx';

export function Named({
  of: { kind, id, name },
}: {
  readonly of: { readonly kind: string; readonly id: string; readonly name: string | null };
}) {
  return <EntityLink kind={kind} id={id} {...(name ? { name } : {})} />;
}

/** What something was done to: `kind/id`, or what a console's deed was done to. */
export function Target({
  of: { target, targetName },
}: {
  readonly of: Pick<AuditEntry, 'target' | 'targetName'>;
}) {
  const slash = target.indexOf('/');
  const [kind, id] = [target.slice(0, Math.max(0, slash)), target.slice(slash + 1)];
  return targetName === null ? target : <EntityLink kind={kind} id={id} name={targetName} />;
}
