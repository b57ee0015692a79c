/** Whom, what, how urgent; beside it who would be told. Sent only after it was read once more. */

import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { sendBroadcastSchema } from '../../../../src/contracts/broadcasts.ts';
import { type Role, roles } from '../../../../src/contracts/permissions.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { audienceCount, sendBroadcast } from '../../api/broadcasts.ts';
import { createOnce } from '../../api/once.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { issueText } from '../../i18n/form-issues.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { AlertDialog } from '../../kit/alert-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { Select } from '../../kit/select.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { TextArea } from '../../kit/text-area.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useZones } from '../../people/use-zones.ts';
import { useMay } from '../../session/session.ts';
import styles from './page.module.css';
import { type PickedUser, UserPicker } from './user-picker.tsx';

const severities = ['info', 'warning', 'critical'] as const;

interface Values {
  readonly to: 'all' | 'role' | 'zone' | 'user';
  readonly role: Role;
  readonly zone: string;
  readonly user: PickedUser | null;
  readonly title: string;
  readonly message: string;
  readonly severity: (typeof severities)[number];
}

const empty: Values = {
  to: 'role',
  role: 'technician',
  zone: '',
  user: null,
  title: '',
  message: '',
  severity: 'info',
};

/** Whether it was sent may not be known yet when the page is left and come to again: its draft is there, too. */
const once = createOnce();

export function BroadcastForm() {
  const text = useText();
  const may = useMay();
  const zones = useZones();
  const [draft, keep, forget] = useDraft('broadcast', empty);
  const [values, setValues] = useState(draft);
  const [errors, setErrors] = useState<Readonly<Record<string, string | undefined>>>({});
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const told = useQuery({ ...audienceCount(audienceOf(values)), enabled: isWhole(values) });
  const set = (change: Partial<Values>) => {
    const next = { ...values, ...change };
    setValues(next);
    keep(next);
  };
  const { mutate, isPending } = useDeed<Values>({
    act: (what) => once(bodyOf(what), (key) => sendBroadcast(bodyOf(what) as never, key)),
    done: () => text('broadcast.sent'),
    stale: [],
    onDone() {
      setAsking(false);
      forget();
      setValues(empty);
    },
    onRefused(words) {
      setAsking(false);
      setRefusal(words);
    },
  });
  function ask(): void {
    setRefusal(undefined);
    const parsed = sendBroadcastSchema.safeParse(bodyOf(values));
    const found = parsed.success ? [] : parsed.error.issues;
    setErrors(Object.fromEntries(found.map(({ path, message }) => [String(path.at(-1)), message])));
    if (!parsed.success) return;
    setAsking(true);
  }
  const errorOf = (field: string) => issueText(text, errors[field]);
  const audiences = may('users.view')
    ? (['all', 'role', 'zone', 'user'] as const)
    : (['all', 'role', 'zone'] as const);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <div className={styles.pair}>
        <Select
          label={text('broadcast.to')}
          value={values.to}
          onChange={(to) => set({ to })}
          options={audiences.map((value) => ({ value, label: text(`broadcast.to.${value}`) }))}
        />
        {values.to === 'role' && (
          <Select
            label={text('field.role')}
            value={values.role}
            onChange={(role) => set({ role })}
            options={roles.map((value) => ({ value, label: text(`role.${value}`) }))}
          />
        )}
        {values.to === 'zone' && (
          <Select
            label={text('field.zone')}
            value={values.zone}
            onChange={(zone) => set({ zone })}
            options={zones.map((value) => ({ value, label: zoneName(value) }))}
            error={errorOf('zone')}
          />
        )}
        {values.to === 'user' && (
          <UserPicker value={values.user} onChange={(user) => set({ user })} error={errorOf('userId')} />
        )}
      </div>
      <p className={styles.told} role="status">
        {isWhole(values) ? <Told count={told.data} /> : text('broadcast.choose')}
      </p>
      <Select
        label={text('broadcast.severity')}
        value={values.severity}
        onChange={(severity) => set({ severity })}
        options={severities.map((value) => ({ value, label: text(`broadcast.severity.${value}`) }))}
      />
      <TextField
        label={text('field.title')}
        value={values.title}
        onChange={(event) => set({ title: event.target.value })}
        error={errorOf('title')}
      />
      <TextArea
        label={text('broadcast.message')}
        value={values.message}
        onChange={(event) => set({ message: event.target.value })}
        error={errorOf('message')}
      />
      {refusal && (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
      <div>
        <Button variant="primary" type="submit" icon={<Send size={16} aria-hidden="true" />}>
          {text('broadcast.review')}
        </Button>
      </div>
      <AlertDialog
        open={asking}
        title={values.title || text('broadcast.title')}
        description={
          <>
            <span className={styles.quoted}>{values.message}</span>
            <span className={styles.told}>
              <Told count={told.data} />
            </span>
          </>
        }
        confirm={text('broadcast.send')}
        busy={isPending}
        onConfirm={() => mutate(values)}
        onCancel={() => setAsking(false)}
      />
    </form>
  );
}

function Told({
  count,
}: {
  readonly count:
    | { readonly total: number; readonly data: readonly { role: Role; count: number }[] }
    | undefined;
}) {
  const text = useText();
  const formats = useFormats();
  if (!count) return <Skeleton width={160} />;
  const parts = count.data.map(({ role, count: some }) => `${text(`role.${role}`)} ${formats.number(some)}`);
  return (
    <>
      <b>{text('broadcast.told', { count: count.total })}</b> {parts.length > 0 && `(${parts.join(', ')})`}
    </>
  );
}

function isWhole({ to, zone, user }: Values): boolean {
  return (to !== 'zone' || zone !== '') && (to !== 'user' || user !== null);
}

function audienceOf({ to, role, zone, user }: Values): Readonly<Record<string, string>> {
  if (to === 'role') return { to, role };
  if (to === 'zone') return { to, ...(zone ? { zone } : {}) };
  if (to === 'user') return { to, ...(user ? { userId: user.id } : {}) };
  return { to };
}

function bodyOf(values: Values) {
  const { title, message, severity } = values;
  return { audience: audienceOf(values), title: title.trim(), message: message.trim(), severity };
}
