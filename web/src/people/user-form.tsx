import { roles } from '../../../src/contracts/permissions.ts';
import { createUserSchema, editUserSchema } from '../../../src/contracts/users.ts';
import { get } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { createUser, editUser, type User, userKeys } from '../api/users.ts';
import { EntityDialog, Pair } from '../forms/entity-dialog.tsx';
import { SelectField } from '../forms/select-field.tsx';
import { useEntityForm } from '../forms/use-entity-form.ts';
import { useText } from '../i18n/text.ts';
import { showToast } from '../kit/show-toast.ts';
import { TextField } from '../kit/text-field.tsx';

interface Values {
  readonly username: string;
  readonly password: string;
  readonly role: User['role'];
  readonly zone: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly locale: User['locale'];
}

const editable = ['name', 'email', 'phone', 'locale'] as const;

/** Makes an account, or changes the one that is given. */
export function UserForm({
  user,
  onClose,
  onSaved,
}: {
  readonly user?: User;
  readonly onClose: () => void;
  readonly onSaved?: (saved: User) => void;
}) {
  const text = useText();
  const initial: Values = {
    username: '',
    password: '',
    role: 'customer_service',
    zone: '',
    name: user?.name ?? '',
    email: user?.email ?? '',
    phone: user?.phone ?? '',
    locale: user?.locale ?? 'id',
  };
  const { form, errorOf, submit, refusal, theirs, busy } = useEntityForm<Values, never, User>({
    schema: (user ? editUserSchema : createUserSchema) as never,
    initial,
    prepare: (values) => (user ? changes(values, initial) : whole(values)),
    ...(user ? { version: user.version, reread: () => get<User>(`/users/${user.id}`) } : {}),
    save: (body, { key, version }) =>
      user ? editUser(user.id, body, { key, version }) : createUser(body, key),
    onDone(saved) {
      void queryClient.invalidateQueries({ queryKey: userKeys.all });
      showToast({ kind: 'done', title: text('form.saved', { name: saved.name }) });
      onClose();
      onSaved?.(saved);
    },
  });
  const labels = {
    name: text('field.name'),
    email: text('field.email'),
    phone: text('field.phone'),
    locale: text('person.language'),
  };
  return (
    <EntityDialog
      title={user ? user.name : text('users.new')}
      submitLabel={text('action.save')}
      busy={busy}
      refusal={refusal ?? errorOf('' as never)}
      differences={
        theirs &&
        editable.map((field) => ({
          label: labels[field],
          now: theirs[field] ?? '',
          mine: form.getValues(field),
        }))
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label={labels.name} error={errorOf('name')} {...form.register('name')} />
      {!user && (
        <>
          <Pair>
            <TextField
              label={text('signIn.username')}
              error={errorOf('username')}
              {...form.register('username')}
            />
            <TextField
              label={text('signIn.password')}
              type="password"
              autoComplete="new-password"
              error={errorOf('password')}
              {...form.register('password')}
            />
          </Pair>
          <Pair>
            <SelectField
              control={form.control}
              name="role"
              label={text('field.role')}
              options={roles.map((value) => ({ value, label: text(`role.${value}`) }))}
            />
            <TextField
              label={text('field.zone')}
              optional
              error={errorOf('zone')}
              {...form.register('zone')}
            />
          </Pair>
        </>
      )}
      <Pair>
        <TextField label={labels.phone} optional error={errorOf('phone')} {...form.register('phone')} />
        <TextField label={labels.email} optional error={errorOf('email')} {...form.register('email')} />
      </Pair>
      <SelectField
        control={form.control}
        name="locale"
        label={labels.locale}
        options={[
          { value: 'id', label: 'Bahasa Indonesia' },
          { value: 'en', label: 'English' },
        ]}
      />
    </EntityDialog>
  );
}

function whole(values: Values): Readonly<Record<string, string>> {
  const { username, password, name, role, locale } = values;
  const given = { username: username.trim(), password, name: name.trim(), role, locale };
  const optional = (['email', 'phone', 'zone'] as const)
    .map((field) => [field, values[field].trim()] as const)
    .filter(([, value]) => value !== '');
  return { ...given, ...Object.fromEntries(optional) };
}

/** Only what is another than before. */
function changes(values: Values, before: Values): Readonly<Record<string, string | null>> {
  const changed = editable
    .map((field) => [field, values[field].trim()] as const)
    .filter(([field, value]) => value !== before[field]);
  return Object.fromEntries(
    changed.map(([field, value]) => [
      field,
      value === '' && (field === 'email' || field === 'phone') ? null : value,
    ]),
  );
}
