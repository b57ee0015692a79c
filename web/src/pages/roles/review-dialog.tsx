/** What will be different, in words, before it is. */
import type { RoleChange } from '../../api/roles.ts';
import { EntityDialog } from '../../forms/entity-dialog.tsx';
import { useText } from '../../i18n/text.ts';
import { Badge } from '../../kit/badge.tsx';
import styles from './page.module.css';

export function ReviewDialog({
  changes,
  busy,
  refusal,
  onSave,
  onClose,
}: {
  readonly changes: readonly RoleChange[];
  readonly busy: boolean;
  readonly refusal: string | undefined;
  readonly onSave: () => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  return (
    <EntityDialog
      title={text('roles.reviewTitle')}
      description={text('roles.reviewWords')}
      submitLabel={text('roles.save')}
      busy={busy}
      refusal={refusal}
      onSubmit={onSave}
      onClose={onClose}
    >
      {changes.map(({ role, grant, withdraw }) => (
        <section key={role} className={styles.change} aria-label={text(`role.${role}`)}>
          <h3>{text(`role.${role}`)}</h3>
          <ul>
            {grant.map((permission) => (
              <li key={permission}>
                <Badge tone="good">{text('roles.grant')}</Badge> {text(`permission.${permission}`)}
              </li>
            ))}
            {withdraw.map((permission) => (
              <li key={permission}>
                <Badge tone="danger">{text('roles.withdraw')}</Badge> {text(`permission.${permission}`)}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </EntityDialog>
  );
}
