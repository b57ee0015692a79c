/** Every part of the kit on one page, for those who build pages: `npx vite web`, then `/gallery.html`. Not built. */
import './design/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Inbox, Search, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { AwayError } from './api/problem-error.ts';
import { Language, loadCatalogue } from './i18n/language.tsx';
import { AlertDialog } from './kit/alert-dialog.tsx';
import { Avatar } from './kit/avatar.tsx';
import { Badge } from './kit/badge.tsx';
import { Button } from './kit/button.tsx';
import { Checkbox } from './kit/checkbox.tsx';
import { type Choice, Combobox } from './kit/combobox.tsx';
import { Dialog } from './kit/dialog.tsx';
import { EmptyState } from './kit/empty-state.tsx';
import { ErrorState } from './kit/error-state.tsx';
import { IconButton } from './kit/icon-button.tsx';
import { Kbd } from './kit/kbd.tsx';
import { Menu } from './kit/menu.tsx';
import { Popover } from './kit/popover.tsx';
import { Select } from './kit/select.tsx';
import { showToast } from './kit/show-toast.ts';
import { SkeletonLines } from './kit/skeleton.tsx';
import { StatusDot } from './kit/status-dot.tsx';
import { Table } from './kit/table.tsx';
import { Tabs } from './kit/tabs.tsx';
import { TextArea } from './kit/text-area.tsx';
import { TextField } from './kit/text-field.tsx';
import { Toasts } from './kit/toasts.tsx';

const tones = ['neutral', 'accent', 'information', 'good', 'warning', 'danger'] as const;
const zones = ['bogor', 'depok', 'tangerang'].map((value) => ({ value, label: value }));
const rows = [
  { code: 'C-1', name: 'Siti' },
  { code: 'C-2', name: 'Budi' },
];

function Gallery() {
  const [zone, setZone] = useState('bogor');
  const [choice, setChoice] = useState<Choice | null>(null);
  const [on, setOn] = useState(true);
  const [tab, setTab] = useState('one');
  const [open, setOpen] = useState<'dialog' | 'alert'>();
  const close = () => setOpen(undefined);
  return (
    <main style={{ display: 'grid', gap: 24, maxWidth: 720, margin: '0 auto', padding: 24 }}>
      <h1>Kit</h1>
      <Row>
        <Button variant="primary">Primary</Button>
        <Button>Secondary</Button>
        <Button variant="quiet">Quiet</Button>
        <Button variant="danger">Danger</Button>
        <Button busy>Busy</Button>
        <Button disabled>Disabled</Button>
        <IconButton label="Search">
          <Search size={18} />
        </IconButton>
      </Row>
      <Row>
        {tones.map((tone) => (
          <StatusDot key={tone} tone={tone}>
            {tone}
          </StatusDot>
        ))}
        {tones.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        <Avatar name="Siti Aminah" />
        <Kbd>Ctrl K</Kbd>
      </Row>
      <TextField label="Text" hint="A hint" />
      <TextField label="Text" error="What is wrong" />
      <TextArea label="More text" optional />
      <Select label="Zone" value={zone} onChange={setZone} options={zones} />
      <Combobox label="Zone" value={choice} onChange={setChoice} choices={zones} empty="None" />
      <Checkbox label="Yes" checked={on} onChange={setOn} />
      <Row>
        <Menu
          trigger={<Button>Menu</Button>}
          groups={[
            {
              key: 'a',
              items: [
                { key: 'delete', label: 'Delete', icon: <Trash2 size={16} />, danger: true, onSelect: close },
              ],
            },
          ]}
        />
        <Popover title="Popover" trigger={<Button>Popover</Button>}>
          Anything
        </Popover>
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('alert')}>Alert</Button>
        <Button onClick={() => showToast({ kind: 'done', title: 'Done' })}>Toast</Button>
      </Row>
      <Tabs
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'one', label: 'One', content: 'First' },
          { value: 'two', label: 'Two', content: 'Second' },
        ]}
      />
      <Table
        caption="Customers"
        rows={rows}
        rowKey={({ code }) => code}
        columns={[
          { key: 'code', header: 'Code', cell: ({ code }) => code },
          { key: 'name', header: 'Name', cell: ({ name }) => name },
        ]}
      />
      <SkeletonLines lines={3} />
      <EmptyState icon={<Inbox size={22} />} title="Nothing here">
        Why, and what next.
      </EmptyState>
      <ErrorState error={new AwayError(undefined)} onRetry={close} />
      <Dialog open={open === 'dialog'} onClose={close} title="Dialog">
        Content
      </Dialog>
      <AlertDialog
        open={open === 'alert'}
        title="Sure?"
        description="It cannot be taken back."
        confirm="Delete"
        danger
        onConfirm={close}
        onCancel={close}
      />
    </main>
  );
}

function Row({ children }: { readonly children: ReactNode }) {
  return <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>{children}</div>;
}

const first = await loadCatalogue();
createRoot(document.getElementById('root') as HTMLElement).render(
  <CSPProvider disableStyleElements>
    <Language first={first}>
      <Gallery />
      <Toasts />
    </Language>
  </CSPProvider>,
);
