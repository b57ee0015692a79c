/**
 * The views of the list: those that everybody has, and the saved ones behind one button (`v` opens it). What was
 * changed of a saved view is marked, and saved, saved as another, or taken back.
 */
import { Bookmark } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import type { View } from '../../../../src/contracts/views.ts';
import { changeListSettings, deleteView, editView, restoreView, viewKeys } from '../../api/views.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { later } from '../../kit/later.ts';
import { Menu } from '../../kit/menu.tsx';
import type { MenuGroup } from '../../kit/menu-panel.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { useUser } from '../../session/session.ts';
import { useShortcuts } from '../../session/use-shortcut.ts';
import { builtIns } from './search.ts';
import { contentOf, type ListState } from './use-list.ts';
import styles from './view-bar.module.css';

const ViewDialog = lazy(later(async () => ({ default: (await import('./view-dialog.tsx')).ViewDialog })));

export function ViewBar({ list, children }: { readonly list: ListState; readonly children: ReactNode }) {
  const text = useText();
  const { view, views, builtIn, modified, choose } = list;
  const [asking, setAsking] = useState<'save_as' | 'edit'>();
  const trigger = useRef<HTMLButtonElement>(null);
  useShortcuts({ v: () => trigger.current?.click() });
  const save = useDeed<View>({
    act: (of) => editView(of, contentOf(list)),
    done: ({ name }) => text('view.saved', { name }),
    stale: [viewKeys.all],
    onDone: list.reset,
  });
  const saveNow = () => view && save.mutate(view);
  return (
    <div className={styles.bar}>
      <fieldset className={styles.views}>
        <legend className="visually-hidden">{text('filter.views')}</legend>
        {(Object.keys(builtIns) as (keyof typeof builtIns)[]).map((name) => (
          <button
            key={name}
            type="button"
            className={styles.view}
            aria-pressed={builtIn === name}
            onClick={() => choose(name)}
          >
            {text(`view.${name}`)}
          </button>
        ))}
      </fieldset>
      <div className={styles.saved}>
        <Menu
          trigger={
            <Button ref={trigger} size="small" icon={<Bookmark size={15} aria-hidden="true" />}>
              <span className={styles.name}>{view ? view.name : text('view.list')}</span>
              {modified && <span className={styles.modified}>{text('view.modified')}</span>}
            </Button>
          }
          groups={useGroups(list, { views, saveNow, ask: setAsking })}
        />
        {modified && view?.mine && (
          <Button size="small" variant="primary" busy={save.isPending} onClick={saveNow}>
            {text('action.save')}
          </Button>
        )}
        {children}
      </div>
      {asking && (
        <Suspense>
          <ViewDialog
            list={list}
            view={asking === 'edit' ? view : undefined}
            onClose={() => setAsking(undefined)}
          />
        </Suspense>
      )}
    </div>
  );
}

function useGroups(
  list: ListState,
  {
    views,
    saveNow,
    ask,
  }: {
    readonly views: readonly View[];
    readonly saveNow: () => void;
    readonly ask: (what: 'save_as' | 'edit') => void;
  },
): readonly MenuGroup[] {
  const text = useText();
  const { view, modified, choose, reset, defaultViewId, builtIn } = list;
  const here = view?.id ?? builtIn;
  const copyLink = useCopyLink();
  const settle = useDeed<string>({
    act: (id) => changeListSettings({ defaultViewId: id }),
    done: () => text('view.default.done'),
    stale: [viewKeys.all],
  });
  const restore = useDeed<View>({
    act: ({ id }) => restoreView(id),
    done: ({ name }) => text('view.restored', { name }),
    stale: [viewKeys.all],
  });
  const remove = useDeed<View>({
    act: ({ id }) => deleteView(id),
    done: ({ name }) => text('view.deleted', { name }),
    action: (of) => ({ label: text('action.undo'), onClick: () => restore.mutate(of) }),
    stale: [viewKeys.all],
    onDone: () => choose('all'),
  });
  const entry = (of: View) => ({
    key: of.id,
    label: of.name,
    checked: of.id === view?.id,
    detail: of.mine ? (of.shared.to === 'nobody' ? '' : text('view.shared')) : of.owner.name,
    onSelect: () => (of.id === view?.id ? reset() : choose(of.id)),
  });
  const own = views.filter(({ mine }) => mine).map(entry);
  const others = views.filter(({ mine }) => !mine).map(entry);
  const actions = [
    ...(modified && view?.mine ? [{ key: 'save', label: text('view.save'), onSelect: saveNow }] : []),
    ...(modified ? [{ key: 'reset', label: text('view.reset'), onSelect: reset }] : []),
    { key: 'save_as', label: text('view.saveAs'), onSelect: () => ask('save_as') },
    ...(view?.mine ? [{ key: 'edit', label: text('view.edit'), onSelect: () => ask('edit') }] : []),
    ...(here === undefined || here === defaultViewId
      ? []
      : [{ key: 'default', label: text('view.default'), onSelect: () => settle.mutate(here) }]),
    ...(view ? [{ key: 'link', label: text('view.copyLink'), onSelect: () => void copyLink(view) }] : []),
    ...(view?.mine
      ? [{ key: 'delete', label: text('view.delete'), danger: true, onSelect: () => remove.mutate(view) }]
      : []),
  ];
  return [
    ...(own.length > 0 ? [{ key: 'own', label: text('view.own'), items: own }] : []),
    ...(others.length > 0 ? [{ key: 'others', label: text('view.others'), items: others }] : []),
    { key: 'actions', items: actions },
  ];
}

function useCopyLink(): (view: View) => Promise<void> {
  const text = useText();
  const user = useUser();
  return async ({ id, shared, owner }) => {
    const link = `${location.origin}/tickets?view=${id}`;
    // Where the clipboard is closed the link is there to be read.
    const copied = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    const alone = shared.to === 'nobody' && owner.id === user.id;
    showToast({
      kind: 'info',
      title: copied ? text('action.copied') : link,
      description: alone ? text('view.copyLink.alone') : undefined,
    });
  };
}
