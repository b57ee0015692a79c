/** Making a token: name, rights, how long. Then the token itself, this once. */
import { useMutation } from '@tanstack/react-query';
import { Check, Copy } from 'lucide-react';
import { type SubmitEvent, useId, useState } from 'react';
import { type Permission, permissionNames } from '../../../../src/contracts/permissions.ts';
import { createTokenSchema } from '../../../../src/contracts/tokens.ts';
import { accountKeys, type CreatedToken, createToken, type NewToken } from '../../api/account.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { useOnce } from '../../api/use-once.ts';
import parts from '../../forms/parts.module.css';
import { issueText } from '../../i18n/form-issues.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Select } from '../../kit/select.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useMay } from '../../session/session.ts';
import styles from './page.module.css';

const DAY_MS = 86_400_000;
const lifetimes = { '30': 30, '90': 90, '365': 365, never: null } as const;
type Lifetime = keyof typeof lifetimes;
const choices: readonly Lifetime[] = ['30', '90', '365', 'never'];

type Faults = Readonly<Record<string, string>>;

export function TokenDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const id = useId();
  const [created, setCreated] = useState<CreatedToken>();
  const [faults, setFaults] = useState<Faults>({});
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Permission[]>([]);
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  // Pressed again after silence it is the same token, to the second of its end.
  const [openedAt] = useState(Date.now);
  const once = useOnce();
  const words = useProblemWords();
  const may = useMay();
  const { mutate, isPending } = useMutation({
    mutationFn: (token: NewToken) => once(token, (key) => createToken(token, key)),
    onSuccess(token) {
      setCreated(token);
      void queryClient.invalidateQueries({ queryKey: accountKeys.tokens });
    },
    onError(error) {
      const { title, remedy, traceId } = words(error);
      const fields = error instanceof ProblemError ? error.fields : [];
      setFaults({
        ...firstOf(fields),
        ...(fields.length === 0 ? { form: `${title}. ${remedy}${traceId ? ` (${traceId})` : ''}` } : {}),
      });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const days = lifetimes[lifetime];
    const expiresAt = days === null ? null : new Date(openedAt + days * DAY_MS).toISOString();
    const token = { name: name.trim(), scopes: [...scopes], expiresAt };
    const parsed = createTokenSchema.safeParse(token);
    setFaults(
      parsed.success
        ? {}
        : firstOf(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))),
    );
    if (parsed.success) mutate(token);
  };
  if (created) return <Created token={created} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      busy={isPending}
      title={text('account.token.create')}
      footer={
        <>
          <Button onClick={onClose} disabled={isPending}>
            {text('action.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={id} busy={isPending}>
            {text('account.token.create')}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={text('account.token.name')}
          hint={text('account.token.name.hint')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={issueText(text, faults.name)}
        />
        <Select
          label={text('account.token.lifetime')}
          value={lifetime}
          onChange={setLifetime}
          options={choices.map((value) => ({ value, label: text(`account.token.lifetime.${value}`) }))}
        />
        <fieldset className={parts.choices} aria-describedby={faults.scopes ? `${id}-scopes` : undefined}>
          <legend>{text('account.token.rights')}</legend>
          {permissionNames
            .filter((permission) => may(permission))
            .map((permission) => (
              <Checkbox
                key={permission}
                label={text(`permission.${permission}`)}
                checked={scopes.includes(permission)}
                onChange={(on) =>
                  setScopes(on ? [...scopes, permission] : scopes.filter((scope) => scope !== permission))
                }
              />
            ))}
        </fieldset>
        {faults.scopes && (
          <p id={`${id}-scopes`} className={parts.fault} role="alert">
            {issueText(text, faults.scopes)}
          </p>
        )}
        {faults.form && (
          <p className={parts.refusal} role="alert">
            {faults.form}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function Created({ token, onClose }: { readonly token: CreatedToken; readonly onClose: () => void }) {
  const text = useText();
  const [copied, setCopied] = useState(false);
  return (
    <Dialog
      open
      once
      onClose={onClose}
      title={text('account.token.created', { name: token.name })}
      description={text('account.token.created.words')}
      footer={
        <>
          <Button
            icon={copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
            onClick={() => void navigator.clipboard?.writeText(token.token).then(() => setCopied(true))}
          >
            {text(copied ? 'action.copied' : 'action.copy')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {text('account.token.kept')}
          </Button>
        </>
      }
    >
      <code className={parts.secret}>{token.token}</code>
    </Dialog>
  );
}

/** By field; what is wrong with one of several stands at all of them. */
function firstOf(faults: readonly { readonly path: string; readonly message: string }[]): Faults {
  return Object.fromEntries(
    faults.toReversed().map(({ path, message }) => [path.split('.')[0] ?? path, message]),
  );
}
