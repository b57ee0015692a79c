/**
 * Everything by typing: tickets, customers, technicians, pages, commands. Ctrl-K opens it, Escape closes it.
 *
 * Enter before the answer is there opens the first of it when it comes, never one of the answer before.
 */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type KeyboardEvent, memo, startTransition, useCallback, useEffect, useRef, useState } from 'react';
import { useText } from '../i18n/text.ts';
import dialog from '../kit/dialog.module.css';
import popup from '../kit/popup.module.css';
import type { Entry, Group } from './groups.ts';
import styles from './palette.module.css';
import { useGroups } from './use-groups.ts';

interface PaletteProps {
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

export function Palette(props: PaletteProps) {
  const text = useText();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label={text('palette.open')}>
          <Finder {...props} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Finder({ onClose, onHelp }: PaletteProps) {
  const text = useText();
  /** What stands in the field. The field draws it by itself, and what is looked for follows. */
  const typed = useRef('');
  const [words, setWords] = useState('');
  const { groups, fresh, failed } = useGroups(words, onHelp);
  const [opens, setOpens] = useState<string>();
  /** The arrows were used: what is highlighted is meant, and stands there. */
  const chose = useRef(false);

  const run = useCallback(
    (entry: Entry) => {
      onClose();
      entry.run();
    },
    [onClose],
  );
  const first = groups[0]?.items[0];
  useEffect(() => {
    if (!fresh || opens !== words) return;
    setOpens(undefined);
    if (first) run(first);
  }, [fresh, opens, words, first, run]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') chose.current = true;
    if (event.key !== 'Enter' || (fresh && typed.current === words) || chose.current) return;
    setOpens(typed.current);
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      filter={null}
      onValueChange={(value) => {
        const next = value.trim().slice(0, 100);
        chose.current = false;
        typed.current = next;
        startTransition(() => setWords(next));
      }}
      autoHighlight="always"
      keepHighlight
      itemToStringValue={(entry: Entry) => entry.label}
    >
      <div className={styles.field} onKeyDownCapture={onKeyDown}>
        <Search size={18} aria-hidden="true" />
        <Autocomplete.Input
          className={styles.input}
          placeholder={text('palette.placeholder')}
          aria-label={text('palette.placeholder')}
        />
      </div>
      <div className={styles.results}>
        {failed && (
          <p role="alert" className={popup.empty}>
            {text('palette.failed')}
          </p>
        )}
        <Autocomplete.Empty className={popup.empty}>
          {fresh && !failed ? text('palette.empty') : null}
        </Autocomplete.Empty>
        <Results onChoose={run} />
      </div>
    </Autocomplete.Root>
  );
}

/** Apart, so that a letter is drawn without it. */
const Results = memo(function Results({ onChoose }: { readonly onChoose: (entry: Entry) => void }) {
  return (
    <Autocomplete.List>
      {(group: Group) => (
        <Autocomplete.Group key={group.value} items={group.items}>
          <Autocomplete.GroupLabel className={popup.groupLabel}>{group.value}</Autocomplete.GroupLabel>
          <Autocomplete.Collection>
            {(entry: Entry) => (
              <Autocomplete.Item
                key={entry.key}
                value={entry}
                className={popup.item}
                onClick={() => onChoose(entry)}
              >
                <entry.icon size={16} aria-hidden="true" />
                <span className={popup.grow}>{entry.label}</span>
                {entry.detail && <span className={popup.detail}>{entry.detail}</span>}
              </Autocomplete.Item>
            )}
          </Autocomplete.Collection>
        </Autocomplete.Group>
      )}
    </Autocomplete.List>
  );
});
