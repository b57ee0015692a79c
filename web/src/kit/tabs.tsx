/** Several views of one thing; the caller keeps which is shown (in the address, where it should survive). */
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

export interface TabSpec<V extends string> {
  readonly value: V;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

export function Tabs<V extends string>({
  value,
  onChange,
  tabs,
}: {
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly tabs: readonly TabSpec<V>[];
}) {
  return (
    <Base.Root className={styles.root} value={value} onValueChange={(next) => onChange(next as V)}>
      <Base.List className={styles.list}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className={styles.tab}>
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className={styles.panel}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
