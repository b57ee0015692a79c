/** What the portal holds about a person: as a file, or erased for good. Each by a right of its own. */
import { useState } from 'react';
import { erasureReasons, type PersonKind } from '../../../src/contracts/people.ts';
import { erasePerson, exportPath } from '../api/people.ts';
import { EntityDialog } from '../forms/entity-dialog.tsx';
import { useDeed } from '../forms/use-deed.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { Menu } from '../kit/menu.tsx';
import { saveFile } from '../kit/save-file.ts';
import { Select } from '../kit/select.tsx';
import { TextField } from '../kit/text-field.tsx';
import { useMay } from '../session/session.ts';

interface PersonalDataProps {
  readonly kind: PersonKind;
  readonly id: string;
  readonly name: string;
  /** Code, number or username: typed by whoever means it. */
  readonly confirm: string;
  /** Nobody is erased twice, nor by themselves. */
  readonly erasable: boolean;
  readonly stale: readonly (readonly string[])[];
}

export function PersonalData(props: PersonalDataProps) {
  const { kind, id, erasable } = props;
  const text = useText();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const items = [
    ...(may('people.export')
      ? [
          {
            key: 'export',
            label: text('personalData.export'),
            onSelect: () => saveFile(exportPath(kind, id)),
          },
        ]
      : []),
    ...(may('people.erase') && erasable
      ? [{ key: 'erase', label: text('personalData.erase'), danger: true, onSelect: () => setOpen(true) }]
      : []),
  ];
  if (items.length === 0) return null;
  return (
    <>
      <Menu
        trigger={<Button>{text('personalData.title')}</Button>}
        groups={[{ key: 'personal-data', items }]}
      />
      {open && <EraseDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function EraseDialog({
  kind,
  id,
  name,
  confirm,
  stale,
  onClose,
}: PersonalDataProps & { readonly onClose: () => void }) {
  const text = useText();
  const [reason, setReason] = useState<(typeof erasureReasons)[number]>('asked');
  const [typed, setTyped] = useState('');
  const [differs, setDiffers] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const { mutate, isPending } = useDeed<void>({
    act: () => erasePerson(kind, id, { reason, confirm }),
    done: () => text('personalData.done', { name }),
    stale,
    onDone: onClose,
    onRefused: setRefusal,
  });
  const submit = () => {
    setRefusal(undefined);
    setDiffers(typed.trim() !== confirm);
    if (typed.trim() === confirm) mutate();
  };
  return (
    <EntityDialog
      title={text('personalData.erase.title', { name })}
      description={text('personalData.erase.words')}
      submitLabel={text('personalData.erase')}
      busy={isPending}
      refusal={refusal}
      onSubmit={submit}
      onClose={onClose}
    >
      <Select
        label={text('field.reason')}
        value={reason}
        onChange={setReason}
        options={erasureReasons.map((value) => ({ value, label: text(`personalData.reason.${value}`) }))}
      />
      <TextField
        label={text('personalData.confirm', { word: confirm })}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={differs ? text('personalData.confirm.differs', { word: confirm }) : undefined}
      />
    </EntityDialog>
  );
}
