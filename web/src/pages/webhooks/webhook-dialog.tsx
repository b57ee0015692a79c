/** The form of a webhook, new or changed: where to, what for, which events. */
import { type ReactNode, type SubmitEvent, useId, useState } from 'react';
import { webhookEventTypes } from '../../../../src/contracts/events.ts';
import { createWebhookSchema } from '../../../../src/contracts/webhooks.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { useOnce } from '../../api/use-once.ts';
import {
  commandWebhook,
  createWebhook,
  editWebhook,
  type NewWebhook,
  type SecretWebhook,
  type Webhook,
  webhookKeys,
} from '../../api/webhooks.ts';
import parts from '../../forms/parts.module.css';
import { useDeed } from '../../forms/use-deed.ts';
import { issueText } from '../../i18n/form-issues.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { TextField } from '../../kit/text-field.tsx';
import styles from './page.module.css';

type Faults = Readonly<Record<string, string>>;

/** A new one, whose secret is shown once. */
export function CreateDialog({
  onMade,
  onClose,
}: {
  readonly onMade: (made: SecretWebhook) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  const once = useOnce();
  return (
    <WebhookDialog
      title={text('webhooks.new')}
      submitLabel={text('webhooks.create')}
      done={text('webhooks.created')}
      save={async (webhook) => onMade(await once(webhook, (key) => createWebhook(webhook, key)))}
      onClose={onClose}
    />
  );
}

/** One that is there, as it was looked at; whether it is enabled is saved with the rest. */
export function EditDialog({
  webhook,
  onClose,
}: {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}) {
  const text = useText();
  const { id, status, version } = webhook;
  const [enabled, setEnabled] = useState(status === 'active');
  return (
    <WebhookDialog
      title={text('webhooks.edit')}
      submitLabel={text('action.save')}
      done={text('webhooks.saved')}
      initial={webhook}
      save={async (changed) => {
        await editWebhook(id, changed, version);
        if (enabled !== (status === 'active')) await commandWebhook(id, enabled ? 'enable' : 'disable');
        onClose();
      }}
      onClose={onClose}
    >
      <Checkbox label={text('webhooks.enabled')} checked={enabled} onChange={setEnabled} />
    </WebhookDialog>
  );
}

function WebhookDialog({
  title,
  submitLabel,
  done,
  initial,
  save,
  onClose,
  children,
}: {
  readonly title: string;
  readonly submitLabel: string;
  /** The words when it is saved. */
  readonly done: string;
  readonly initial?: NewWebhook;
  readonly save: (webhook: NewWebhook) => Promise<void>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}) {
  const text = useText();
  const id = useId();
  const [url, setUrl] = useState(initial?.url ?? '');
  const [description, setDescription] = useState(initial?.description ?? '');
  const [types, setTypes] = useState<readonly string[]>(initial?.types ?? []);
  const [faults, setFaults] = useState<Faults>({});
  const [refusal, setRefusal] = useState<string>();
  const { mutate, isPending } = useDeed<NewWebhook>({
    act: (webhook) =>
      save(webhook).catch((error) => {
        // Which addresses there may be, the API alone knows.
        if (error instanceof ProblemError) setFaults(faultsOf(error.fields));
        throw error;
      }),
    done: () => done,
    stale: [webhookKeys.list],
    onRefused: setRefusal,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const webhook = { url: url.trim(), description: description.trim(), types };
    const parsed = createWebhookSchema.safeParse(webhook);
    const issues = parsed.error?.issues ?? [];
    setFaults(faultsOf(issues.map(({ path, message }) => ({ path: path.join('.'), message }))));
    setRefusal(undefined);
    if (parsed.success) mutate(webhook);
  };
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      busy={isPending}
      title={title}
      footer={
        <>
          <Button onClick={onClose} disabled={isPending}>
            {text('action.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={id} busy={isPending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={text('webhooks.url')}
          hint={text('webhooks.url.hint')}
          type="url"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          error={issueText(text, faults.url)}
        />
        <TextField
          label={text('field.description')}
          optional
          maxLength={200}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          error={issueText(text, faults.description)}
        />
        {children}
        <fieldset className={parts.choices} aria-describedby={faults.types ? `${id}-types` : undefined}>
          <legend>{text('webhooks.types')}</legend>
          {webhookEventTypes.map((type) => (
            <Checkbox
              key={type}
              label={<span className="mono">{type}</span>}
              checked={types.includes(type)}
              onChange={(on) => setTypes(on ? [...types, type] : types.filter((one) => one !== type))}
            />
          ))}
        </fieldset>
        {faults.types && (
          <p id={`${id}-types`} className={parts.fault} role="alert">
            {text('webhooks.types.none')}
          </p>
        )}
        {refusal && (
          <p className={parts.refusal} role="alert">
            {refusal}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** By field; what is wrong with one of several types stands at all of them. */
function faultsOf(faults: readonly { readonly path: string; readonly message: string }[]): Faults {
  return Object.fromEntries(faults.map(({ path, message }) => [path.split('.')[0] ?? path, message]));
}
