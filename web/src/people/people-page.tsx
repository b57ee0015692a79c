/** The head that lists of people share: title, the button that makes one, search and filters; below it their table. */
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { type ComponentType, type ReactNode, Suspense, useCallback, useState } from 'react';
import { useSetSearch } from '../app/search.ts';
import { Button } from '../kit/button.tsx';
import { PageHeader } from '../kit/page-header.tsx';
import { FilterBar, ListPage } from '../lists/paged-table.tsx';
import { SearchField } from '../lists/search-field.tsx';

export function PeoplePage({
  title,
  path,
  create,
  searchLabel,
  words,
  filters,
  children,
}: {
  readonly title: string;
  /** Of the list; one of it is below. */
  readonly path: string;
  /** Left out for those who may not. */
  readonly create:
    | {
        readonly label: string;
        readonly form: ComponentType<{
          readonly onClose: () => void;
          readonly onSaved: (saved: { readonly id: string }) => void;
        }>;
      }
    | undefined;
  readonly searchLabel: string;
  /** What is looked for, as the address says. */
  readonly words: string | undefined;
  readonly filters: ReactNode;
  readonly children: ReactNode;
}) {
  const navigate = useNavigate();
  const setSearch = useSetSearch();
  const [creating, setCreating] = useState(false);
  const onWords = useCallback((q: string | undefined) => setSearch({ q }), [setSearch]);
  const Form = create?.form;
  return (
    <>
      <PageHeader title={title}>
        {create && (
          <Button variant="primary" icon={<Plus size={16} />} onClick={() => setCreating(true)}>
            {create.label}
          </Button>
        )}
      </PageHeader>
      <ListPage>
        <FilterBar>
          <SearchField label={searchLabel} value={words ?? ''} onChange={onWords} />
          {filters}
        </FilterBar>
        {children}
      </ListPage>
      {creating && Form && (
        <Suspense>
          <Form
            onClose={() => setCreating(false)}
            onSaved={({ id }) => void navigate({ to: `${path}/${id}` } as never)}
          />
        </Suspense>
      )}
    </>
  );
}
