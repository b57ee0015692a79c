/** The own phone and e-mail: where the provider's messages go. A new phone is proven by the code that it gets. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Customer, editContactsSchema } from '../../../../src/contracts/customers.ts';
import { askPhoneCode, customerKeys, customerOne, editContacts } from '../../api/customers.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { EntityDialog } from '../../forms/entity-dialog.tsx';
import { useEntityForm } from '../../forms/use-entity-form.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { TextField } from '../../kit/text-field.tsx';
import { AgainButton } from '../../registrations/again-button.tsx';
import { codeFor, forgetCode } from '../../registrations/code-for.ts';
import styles from './page.module.css';

interface Values {
  readonly phone: string;
  readonly email: string;
  readonly code: string;
}

const fields = ['phone', 'email'] as const;

export function ContactsForm({
  customer,
  onClose,
}: {
  readonly customer: Customer;
  readonly onClose: () => void;
}) {
  const text = useText();
  const words = useProblemWords();
  const initial: Values = { phone: customer.phone ?? '', email: customer.email ?? '', code: '' };
  /** A code is on its way to the phone in the form; from when on another can be asked for, ms since 1970. */
  const [againAt, setAgainAt] = useState<number>();
  const [unsent, setUnsent] = useState<string>();
  const { form, errorOf, submit, theirs, refusal, dismiss, busy } = useEntityForm({
    schema: editContactsSchema,
    initial,
    version: customer.version,
    // Only what was changed is sent.
    prepare: ({ code, ...values }: Values) => ({
      ...Object.fromEntries(
        fields
          .filter((name) => values[name].trim() !== initial[name])
          .map((name) => [name, values[name].trim() || null]),
      ),
      ...(againAt === undefined ? {} : { code: code.replace(/\D/g, '') }),
    }),
    save: (body, options) => editContacts(customer.id, body, options),
    reread: () => queryClient.fetchQuery({ ...customerOne(customer.id), staleTime: 0 }),
    onDone: () => {
      forgetCode(receiverOf(form.getValues('phone').trim()));
      showToast({ kind: 'done', title: text('myLine.saved') });
      void queryClient.invalidateQueries({ queryKey: customerKeys.all });
      onClose();
    },
  });
  const receiverOf = (to: string) => `contacts ${customer.id} ${to}`;
  const begin = () => {
    setUnsent(undefined);
    dismiss();
  };
  const ask = useMutation({
    mutationFn: (to: string) => codeFor(receiverOf(to), () => askPhoneCode(customer.id, to)),
    onMutate: begin,
    onSuccess: setAgainAt,
    onError(error) {
      if (error instanceof ProblemError)
        for (const { path, message } of error.fields) if (path === 'phone') form.setError(path, { message });
      const { title, remedy, traceId } = words(error);
      setUnsent(`${title}. ${remedy}${traceId ? ` (${traceId})` : ''}`);
    },
  });
  const { isDirty } = form.formState;
  const phone = form.watch('phone').trim();
  const isNew = phone !== '' && phone !== initial.phone;
  const asked = isNew && againAt !== undefined;
  const send = async () => {
    if (await form.trigger()) ask.mutate(phone);
  };
  const change = () => {
    begin();
    setAgainAt(undefined);
    form.resetField('code');
  };
  return (
    <EntityDialog
      title={text('myLine.edit')}
      description={text('myLine.edit.words')}
      submitLabel={text(isNew && !asked ? 'track.sendCode' : 'action.save')}
      busy={busy || ask.isPending}
      refusal={unsent ?? refusal}
      differences={
        theirs &&
        fields.map((name) => ({
          label: text(`field.${name}`),
          now: theirs[name] ?? '',
          mine: form.getValues(name),
        }))
      }
      onSubmit={() => {
        if (isNew && !asked) void send();
        else if (isDirty || theirs) submit();
        else onClose();
      }}
      onClose={onClose}
    >
      {asked ? (
        <>
          <p>{text('register.code.words', { phone })}</p>
          <TextField
            label={text('register.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            autoFocus
            error={errorOf('code')}
            {...form.register('code')}
          />
          <div className={styles.again}>
            <AgainButton againAt={againAt} busy={busy || ask.isPending} onAgain={() => ask.mutate(phone)} />
            <Button variant="quiet" disabled={busy} onClick={change}>
              {text('register.change')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <TextField
            label={text('field.phone')}
            hint={text('register.phone.hint')}
            optional
            type="tel"
            autoComplete="tel"
            error={errorOf('phone')}
            {...form.register('phone')}
          />
          <TextField
            label={text('field.email')}
            optional
            type="email"
            autoComplete="email"
            error={errorOf('email')}
            {...form.register('email')}
          />
        </>
      )}
    </EntityDialog>
  );
}
