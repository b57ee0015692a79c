/** Lock, put out of use, put aside, and back: what the account's status allows, each after a question. */
import { useState } from 'react';
import { commandUser, type User, type UserCommand, userKeys } from '../../api/users.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { AlertDialog } from '../../kit/alert-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { Menu } from '../../kit/menu.tsx';

const possible: Readonly<Record<User['status'], readonly UserCommand[]>> = {
  active: ['lock', 'deactivate', 'delete'],
  locked: ['unlock', 'deactivate', 'delete'],
  inactive: ['activate', 'delete'],
  deleted: ['restore'],
};
const severe: readonly UserCommand[] = ['lock', 'deactivate', 'delete'];

export function UserMenu({ user }: { readonly user: User }) {
  const text = useText();
  const [asked, setAsked] = useState<UserCommand>();
  const { mutate, isPending } = useDeed<UserCommand>({
    act: (command) => commandUser(user, command),
    done: (command) => `${user.name}: ${text(`users.done.${command}`)}`,
    stale: [userKeys.all],
    onDone: () => setAsked(undefined),
  });
  return (
    <>
      <Menu
        trigger={<Button>{text('users.actions')}</Button>}
        groups={[
          {
            key: 'commands',
            items: possible[user.status].map((command) => ({
              key: command,
              label: text(`users.${command}`),
              danger: command === 'delete',
              onSelect: () => setAsked(command),
            })),
          },
        ]}
      />
      <AlertDialog
        open={asked !== undefined}
        title={asked ? `${text(`users.${asked}`)}: ${user.name}` : ''}
        description={text(asked && severe.includes(asked) ? 'users.severe' : 'users.mild')}
        confirm={asked ? text(`users.${asked}`) : ''}
        danger={asked !== undefined && severe.includes(asked)}
        busy={isPending}
        onConfirm={() => asked && mutate(asked)}
        onCancel={() => setAsked(undefined)}
      />
    </>
  );
}
