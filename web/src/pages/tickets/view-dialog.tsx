/** Name and readership of a view: a new one of the list as it stands, or an own one. */
import { useState } from 'react';
import { type Role, roles } from '../../../../src/contracts/permissions.ts';
import type { Sharing, View } from '../../../../src/contracts/views.ts';
import { newKey } from '../../api/client.ts';
import { changeListSettings, createView, editView, viewKeys } from '../../api/views.ts';
import { EntityDialog } from '../../forms/entity-dialog.tsx';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { Select } from '../../kit/select.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useMay } from '../../session/session.ts';
import { contentOf, type ListState } from './use-list.ts';

type Readers = 'nobody' | 'everybody' | Exclude<Role, 'customer'>;
const readers = ['nobody', ...roles.filter((role) => role !== 'customer'), 'everybody'] as readonly Readers[];

export function ViewDialog({
  list,
  view,
  onClose,
}: {
  readonly list: ListState;
  readonly view: View | undefined;
  readonly onClose: () => void;
}) {
  const text = useText();
  const may = useMay();
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState<Readers>(view ? readersOf(view.shared) : 'nobody');
  const [start, setStart] = useState(view !== undefined && list.defaultViewId === view.id);
  const [missing, setMissing] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [key] = useState(newKey);
  const { mutate, isPending } = useDeed<string>({
    act: async (given) => {
      const fields = { name: given, shared: sharingOf(shared) };
      const saved = view
        ? await editView(view, fields)
        : await createView({ ...contentOf(list), ...fields }, key);
      const isStart = list.defaultViewId === saved.id;
      if (start !== isStart) await changeListSettings({ defaultViewId: start ? saved.id : null });
      if (!view) list.choose(saved.id);
    },
    done: (given) => text('view.saved', { name: given }),
    stale: [viewKeys.all],
    onDone: onClose,
    onRefused: setRefusal,
  });
  const submit = () => {
    const given = name.trim();
    setMissing(given === '');
    if (given !== '') mutate(given);
  };
  return (
    <EntityDialog
      title={text(view ? 'view.edit' : 'view.saveAs')}
      submitLabel={text('action.save')}
      busy={isPending}
      refusal={refusal}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label={text('field.name')}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
        error={missing ? text('form.required') : undefined}
      />
      {may('views.share') && (
        <Select
          label={text('view.readers')}
          value={shared}
          onChange={setShared}
          options={readers.map((value) => ({
            value,
            label:
              value === 'nobody' || value === 'everybody'
                ? text(`view.readers.${value}`)
                : text(`role.${value}`),
          }))}
        />
      )}
      <Checkbox label={text('view.start')} checked={start} onChange={setStart} />
    </EntityDialog>
  );
}

function readersOf(shared: Sharing): Readers {
  return shared.to === 'role' ? shared.role : shared.to;
}

function sharingOf(readers: Readers): Sharing {
  return readers === 'nobody' || readers === 'everybody' ? { to: readers } : { to: 'role', role: readers };
}
