/** The own phone and e-mail: where the provider's messages go. */
import { type Customer, editContactsSchema } from '../../../../src/contracts/customers.ts';
import { customerKeys, customerOne, editContacts } from '../../api/customers.ts';
import { queryClient } from '../../api/query-client.ts';
import { EntityDialog } from '../../forms/entity-dialog.tsx';
import { useEntityForm } from '../../forms/use-entity-form.ts';
import { useText } from '../../i18n/text.ts';
import { showToast } from '../../kit/show-toast.ts';
import { TextField } from '../../kit/text-field.tsx';

interface Values {
  readonly phone: string;
  readonly email: string;
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
  const initial: Values = { phone: customer.phone ?? '', email: customer.email ?? '' };
  const { form, errorOf, submit, theirs, ...dialog } = useEntityForm({
    schema: editContactsSchema,
    initial,
    version: customer.version,
    // Only what was changed is sent.
    prepare: (values: Values) =>
      Object.fromEntries(
        fields
          .filter((name) => values[name].trim() !== initial[name])
          .map((name) => [name, values[name].trim() || null]),
      ),
    save: (body, options) => editContacts(customer.id, body, options),
    reread: () => queryClient.fetchQuery({ ...customerOne(customer.id), staleTime: 0 }),
    onDone: () => {
      showToast({ kind: 'done', title: text('myLine.saved') });
      void queryClient.invalidateQueries({ queryKey: customerKeys.all });
      onClose();
    },
  });
  const { isDirty } = form.formState;
  return (
    <EntityDialog
      {...dialog}
      title={text('myLine.edit')}
      description={text('myLine.edit.words')}
      submitLabel={text('action.save')}
      differences={
        theirs &&
        fields.map((name) => ({
          label: text(`field.${name}`),
          now: theirs[name] ?? '',
          mine: form.getValues(name),
        }))
      }
      onSubmit={() => (isDirty || theirs ? submit() : onClose())}
      onClose={onClose}
    >
      <TextField
        label={text('field.phone')}
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
    </EntityDialog>
  );
}
