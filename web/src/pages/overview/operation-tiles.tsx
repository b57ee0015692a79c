/** Figures that the starts of an administrator and of who is on call have in common. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Console } from '../../../../src/contracts/console.ts';
import { consoleState } from '../../api/console.ts';
import { deliveryList } from '../../api/operations.ts';
import { useText } from '../../i18n/text.ts';
import { useMay } from '../../session/session.ts';
import { Tile, useCount, useFigure } from './tile.tsx';

/** What the console says, for those who may see it. */
export function useConsole() {
  const may = useMay();
  return useQuery({ ...consoleState, enabled: may('operations.view') });
}

export function DeadLetters({ state }: { readonly state: Console | undefined }) {
  const text = useText();
  const may = useMay();
  const count = state?.groups.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  return (
    <Tile
      to={may('dead_letters.manage') ? '/dead-letters' : '/operations'}
      label={text('overview.deadLetters')}
      {...useFigure(count)}
    />
  );
}

export function Undelivered() {
  const text = useText();
  const status = ['failed', 'unknown'];
  const { data } = useInfiniteQuery(deliveryList({ status }));
  return (
    <Tile
      to="/deliveries"
      search={{ status: status.join(',') }}
      label={text('overview.undelivered')}
      {...useCount(data?.pages)}
    />
  );
}

/** Everything late or broken, in one number. */
export function TroubleCount({ state }: { readonly state: Console | undefined }) {
  const text = useText();
  return <Tile to="/operations" label={text('overview.troubles')} {...useFigure(state?.troubles.length)} />;
}
