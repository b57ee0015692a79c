import { RefreshCw } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';

/** A page broke, or a part of it could not be loaded (a newer version of the portal is there). */
export function PageFailed() {
  const text = useText();
  return (
    <EmptyState
      icon={<RefreshCw size={22} />}
      title={text('error.page')}
      action={
        <Button variant="primary" onClick={() => location.reload()}>
          {text('action.reload')}
        </Button>
      }
    >
      {text('error.page.remedy')}
    </EmptyState>
  );
}
