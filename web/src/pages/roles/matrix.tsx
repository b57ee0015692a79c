/**
 * The matrix itself. One stop for the Tab key, arrows from cell to cell. On a phone one role at a time: nothing is read
 * sideways there.
 */
import { Lock } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import {
  mayHold,
  mustHold,
  type Permission,
  permissionNames,
  type Role,
  roles,
} from '../../../../src/contracts/permissions.ts';
import type { RolePermissions } from '../../../../src/contracts/roles.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { Select } from '../../kit/select.tsx';
import { type Draft, wanted } from './draft.ts';
import styles from './page.module.css';

type Resource = Permission extends `${infer Name}.${string}` ? Name : never;

const resourceOf = (permission: Permission) => permission.slice(0, permission.indexOf('.')) as Resource;
const resources = [...new Set(permissionNames.map(resourceOf))];
/** As they stand on the page: what the arrows go through. */
const ordered = resources.flatMap((resource) =>
  permissionNames.filter((name) => resourceOf(name) === resource),
);

const isFree = (role: Role, permission: Permission) =>
  mayHold(role, permission) && !mustHold(role, permission);

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Matrix({
  now,
  draft,
  editable,
  onToggle,
}: {
  readonly now: readonly RolePermissions[];
  readonly draft: Draft;
  readonly editable: boolean;
  readonly onToggle: (role: Role, permission: Permission, held: boolean) => void;
}) {
  const text = useText();
  const [shown, setShown] = useState<Role>('manager');
  const [at, setAt] = useState<readonly [number, number]>([0, 1]);
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    let [row, column] = at;
    // Over what cannot be changed, to the next that can.
    for (;;) {
      row += step[0];
      column += step[1];
      const cell = event.currentTarget.querySelector<HTMLElement>(`[data-cell="${row}-${column}"]`);
      if (!cell) return;
      const box = cell.querySelector<HTMLElement>('[type="checkbox"]');
      if (!box || box.offsetParent === null) continue;
      box.focus();
      setAt([row, column]);
      return;
    }
  };
  return (
    <>
      <div className={styles.chooser}>
        <Select
          label={text('field.role')}
          value={shown}
          onChange={(role) => {
            setShown(role);
            setAt([ordered.findIndex((name) => isFree(role, name)), roles.indexOf(role)]);
          }}
          options={roles.map((role) => ({ value: role, label: text(`role.${role}`) }))}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className={styles.frame} aria-label={text('roles.title')} tabIndex={0} onKeyDown={move}>
        <table className={styles.matrix}>
          <caption className="visually-hidden">{text('roles.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{text('roles.permission')}</th>
              {roles.map((role) => (
                <th key={role} scope="col" data-role={role} data-shown={role === shown || undefined}>
                  {text(`role.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          {resources.map((resource) => (
            <tbody key={resource}>
              <tr className={styles.resource}>
                <th scope="rowgroup" colSpan={roles.length + 1}>
                  {text(`resource.${resource}`)}
                </th>
              </tr>
              {ordered
                .filter((permission) => resourceOf(permission) === resource)
                .map((permission) => (
                  <tr key={permission}>
                    <th scope="row">{text(`permission.${permission}`)}</th>
                    {roles.map((role, column) => {
                      const row = ordered.indexOf(permission);
                      const held =
                        now.find((one) => one.role === role)?.permissions.includes(permission) ?? false;
                      const shall = wanted(draft, role, permission, held);
                      return (
                        <td
                          key={role}
                          data-role={role}
                          data-shown={role === shown || undefined}
                          data-changed={shall !== held || undefined}
                          data-cell={`${row}-${column}`}
                          onFocus={() => setAt([row, column])}
                        >
                          <Cell
                            role={role}
                            permission={permission}
                            held={shall}
                            editable={editable}
                            tabIndex={at[0] === row && at[1] === column ? 0 : -1}
                            onToggle={() => onToggle(role, permission, held)}
                          />
                        </td>
                      );
                    })}
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </section>
    </>
  );
}

function Cell({
  role,
  permission,
  held,
  editable,
  tabIndex,
  onToggle,
}: {
  readonly role: Role;
  readonly permission: Permission;
  readonly held: boolean;
  readonly editable: boolean;
  readonly tabIndex: number;
  readonly onToggle: () => void;
}) {
  const text = useText();
  if (editable && mustHold(role, permission)) {
    const words = text('roles.kept');
    return (
      <span className={styles.fixed} role="img" aria-label={words} title={words}>
        <Lock size={14} />
      </span>
    );
  }
  if (!mayHold(role, permission)) {
    return (
      <span className={styles.never} title={text('roles.staffOnly')}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{text('roles.staffOnly')}</span>
      </span>
    );
  }
  if (!editable) {
    return (
      <span className={held ? styles.held : styles.never}>
        <span aria-hidden="true">{held ? '✓' : '–'}</span>
        <span className="visually-hidden">{text(held ? 'roles.may' : 'roles.mayNot')}</span>
      </span>
    );
  }
  return (
    <Checkbox
      label={`${text(`role.${role}`)}: ${text(`permission.${permission}`)}`}
      hideLabel
      checked={held}
      tabIndex={tabIndex}
      onChange={onToggle}
    />
  );
}
