/** Each figure of the period as a CSV file, and the work itself line by line. */
import { Download } from 'lucide-react';
import { figureNames, type Period } from '../../../../src/contracts/analytics.ts';
import { exportPath } from '../../api/analytics.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Menu } from '../../kit/menu.tsx';
import { saveFile } from '../../kit/save-file.ts';

export function ExportMenu({ period }: { readonly period: Period }) {
  const text = useText();
  const item = (name: (typeof figureNames)[number] | 'work') => ({
    key: name,
    label: text(`analytics.${name}`),
    onSelect: () => saveFile(exportPath(name, period)),
  });
  return (
    <Menu
      trigger={<Button icon={<Download size={16} aria-hidden="true" />}>{text('analytics.export')}</Button>}
      groups={[
        { key: 'figures', label: text('analytics.export.words'), items: figureNames.map(item) },
        { key: 'work', items: [item('work')] },
      ]}
    />
  );
}
