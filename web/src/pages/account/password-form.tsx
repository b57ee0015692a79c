/** Changing the own password; every other session ends with it. */
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';
import { changePasswordSchema } from '../../../../src/contracts/session.ts';
import { accountKeys, changePassword } from '../../api/account.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { useOnce } from '../../api/use-once.ts';
import parts from '../../forms/parts.module.css';
import { issueText } from '../../i18n/form-issues.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { TextField } from '../../kit/text-field.tsx';
import { useUser } from '../../session/session.ts';
import styles from './page.module.css';

const schema = z.extend(changePasswordSchema, { repeated: z.string() }).check(
  z.refine(({ newPassword, repeated }) => newPassword === repeated, {
    error: 'must be the same twice',
    path: ['repeated'],
  }),
);
type Values = z.infer<typeof schema>;

const empty: Values = { currentPassword: '', newPassword: '', repeated: '' };

export function PasswordForm() {
  const text = useText();
  const words = useProblemWords();
  const { username } = useUser();
  const [refusal, setRefusal] = useState<string>();
  const once = useOnce();
  const form = useForm<Values>({ defaultValues: empty, resolver: standardSchemaResolver(schema) });
  const errorOf = (name: keyof Values) =>
    issueText(text, form.getFieldState(name, form.formState).error?.message);
  const { mutate, isPending } = useMutation({
    mutationFn: ({ currentPassword, newPassword }: Values) => {
      const passwords = { currentPassword, newPassword };
      return once(passwords, (key) => changePassword(passwords, key));
    },
    onSuccess() {
      form.reset(empty);
      showToast({ kind: 'done', title: text('account.password.done') });
      void queryClient.invalidateQueries({ queryKey: accountKeys.sessions });
    },
    onError(error) {
      if (error instanceof ProblemError) {
        const fields = error.fields.filter(({ path }) => path in empty);
        for (const { path, message } of fields) form.setError(path as keyof Values, { message });
        if (fields.length > 0) return;
      }
      const { title, remedy, traceId } = words(error);
      setRefusal(`${title}. ${remedy}${traceId ? ` (${traceId})` : ''}`);
    },
  });
  const submit = form.handleSubmit((values) => {
    setRefusal(undefined);
    mutate(values);
  });
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      {/* For password managers: whose password this is. */}
      <input type="text" autoComplete="username" defaultValue={username} hidden readOnly />
      <TextField
        label={text('account.password.current')}
        type="password"
        autoComplete="current-password"
        error={errorOf('currentPassword')}
        {...form.register('currentPassword')}
      />
      <TextField
        label={text('account.password.new')}
        hint={text('account.password.hint')}
        type="password"
        autoComplete="new-password"
        error={errorOf('newPassword')}
        {...form.register('newPassword')}
      />
      <TextField
        label={text('account.password.repeated')}
        type="password"
        autoComplete="new-password"
        error={errorOf('repeated')}
        {...form.register('repeated')}
      />
      {refusal && (
        <p className={parts.refusal} role="alert">
          {refusal}
        </p>
      )}
      <div>
        <Button type="submit" busy={isPending}>
          {text('account.password.submit')}
        </Button>
      </div>
    </form>
  );
}
