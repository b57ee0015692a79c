import { roles } from '../../../src/contracts/permissions.ts';
import { changeRoleSchema } from '../../../src/contracts/users.ts';
import { get } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { changeRole, type User, userKeys } from '../api/users.ts';
import { EntityDialog } from '../forms/entity-dialog.tsx';
import { SelectField } from '../forms/select-field.tsx';
import { useEntityForm } from '../forms/use-entity-form.ts';
import { useText } from '../i18n/text.ts';
import { showToast } from '../kit/show-toast.ts';
import { TextField } from '../kit/text-field.tsx';

interface Values {
  readonly role: User['role'];
  readonly zone: string;
}

/** Another role or zone: open pages of the person follow at once. */
export function RoleForm({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const text = useText();
  const { form, errorOf, submit, refusal, theirs, busy } = useEntityForm<Values, never, User>({
    schema: changeRoleSchema as never,
    initial: { role: user.role, zone: user.zone ?? '' },
    prepare: ({ role, zone }) => ({ role, zone: zone.trim() === '' ? null : zone.trim() }),
    version: user.version,
    reread: () => get<User>(`/users/${user.id}`),
    save: (body, { key, version }) => changeRole(user.id, body, { key, version }),
    onDone(saved) {
      void queryClient.invalidateQueries({ queryKey: userKeys.all });
      showToast({ kind: 'done', title: text('form.saved', { name: saved.name }) });
      onClose();
    },
  });
  return (
    <EntityDialog
      title={text('users.role')}
      description={text('users.role.words', { name: user.name })}
      submitLabel={text('action.save')}
      busy={busy}
      refusal={refusal}
      differences={
        theirs && [
          {
            label: text('field.role'),
            now: text(`role.${theirs.role}`),
            mine: text(`role.${form.getValues('role')}`),
          },
          { label: text('field.zone'), now: theirs.zone ?? '', mine: form.getValues('zone') },
        ]
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <SelectField
        control={form.control}
        name="role"
        label={text('field.role')}
        options={roles.map((value) => ({ value, label: text(`role.${value}`) }))}
      />
      <TextField label={text('field.zone')} optional error={errorOf('zone')} {...form.register('zone')} />
    </EntityDialog>
  );
}
