/** Says how current the page is: live, catching up, off line since, or not any more. */
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { StatusDot } from '../kit/status-dot.tsx';
import { useStore } from '../session/store.ts';
import { connection } from './connection.ts';

export function ConnectionStatus() {
  const text = useText();
  const formats = useFormats();
  const now = useStore(connection);
  const words = {
    connecting: () => (
      <StatusDot tone="neutral" hollow>
        {text('live.connecting')}
      </StatusDot>
    ),
    live: () => <StatusDot tone="good">{text('live.live')}</StatusDot>,
    catching_up: (events: number) => (
      <StatusDot tone="information" hollow>
        {text('live.catchingUp', { events })}
      </StatusDot>
    ),
    offline: (since: number) => (
      <StatusDot tone="warning">
        {text('live.offline', { time: formats.short(new Date(since).toISOString()) })}
      </StatusDot>
    ),
    outdated: () => (
      <Button size="small" title={text('live.outdated')} onClick={() => location.reload()}>
        {text('action.reload')}
      </Button>
    ),
  };
  return (
    <span role="status" data-live={now.state}>
      {now.state === 'catching_up'
        ? words.catching_up(now.events)
        : now.state === 'offline'
          ? words.offline(now.since)
          : words[now.state]()}
    </span>
  );
}
