/** What each key does, `?` opens it: the shortcuts of all pages of the desk that this person has. */

import type { MessageId } from '../i18n/text.ts';
import { useText } from '../i18n/text.ts';
import { Dialog } from '../kit/dialog.tsx';
import { Kbd } from '../kit/kbd.tsx';
import { shortcuts } from '../session/preferences.ts';
import { useMay } from '../session/session.ts';
import { useStore } from '../session/store.ts';
import styles from './keys-help.module.css';

type Row = readonly [words: MessageId, ...keys: string[]];

const everywhere: readonly Row[] = [
  ['palette.open', 'Ctrl K'],
  ['keys.search', '/'],
  ['keys.help', '?'],
];
const list: readonly Row[] = [
  ['keys.move', 'j', 'k'],
  ['keys.open', 'Enter'],
  ['keys.select', 'x'],
  ['keys.selectMore', 'X', 'J', 'K'],
  ['keys.views', 'v'],
];
const board: readonly Row[] = [
  ['keys.cards', '↑', '↓', '←', '→'],
  ['keys.assign', 'a'],
];

export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const may = useMay();
  const on = useStore(shortcuts) === 'on';
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('keys.title')}
      description={on ? undefined : text('keys.off', { setting: text('person.shortcuts') })}
    >
      <div className={styles.groups}>
        <Keys title={text('keys.everywhere')} rows={everywhere} />
        <Keys title={text('nav.tickets')} rows={list} />
        {may('tickets.assign') && <Keys title={text('board.title')} rows={board} />}
      </div>
    </Dialog>
  );
}

function Keys({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  const text = useText();
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.rows}>
        {rows.map(([words, ...keys]) => (
          <div key={words} className={styles.row}>
            <dt>{text(words)}</dt>
            <dd className={styles.keys}>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
