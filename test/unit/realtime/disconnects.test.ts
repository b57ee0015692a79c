import { describe, expect, it } from 'vitest';
import { type Disconnect, disconnectOf, disconnects } from '../../../src/contracts/generic/disconnects.ts';
import { clientMessages, serverMessages } from '../../../src/contracts/generic/realtime.ts';
import { byeOf } from '../../../src/realtime/cut.ts';

describe('the table of disconnects', () => {
  it.each(Object.entries<Disconnect>(disconnects))(
    '%s has a reason, and a reaction that fits',
    (_code, row) => {
      expect(row.reason.length).toBeGreaterThan(10);
      expect(['reconnect', 'wait', 'sign_in', 'reload', 'stop']).toContain(row.reaction);
      expect(row.waitMs > 0).toBe(row.reaction === 'wait');
    },
  );
  it('has a row for every way Socket.IO names', () => {
    const reasons = [
      'io server disconnect',
      'io client disconnect',
      'client namespace disconnect',
      'server namespace disconnect',
      'server shutting down',
      'ping timeout',
      'transport close',
      'transport error',
      'parse error',
      'forced close',
      'forced server close',
    ];
    for (const reason of reasons) expect(disconnects[disconnectOf(reason)]).toBeDefined();
    expect(disconnectOf('transport close', 1009)).toBe('message_too_large');
    expect(disconnectOf('transport close', 1006)).toBe('transport_lost');
  });
  it('is what the server says in bye', () => {
    expect(byeOf('session_revoked')).toEqual({
      code: 'session_revoked',
      reason: disconnects.session_revoked.reason,
      reaction: 'sign_in',
      waitMs: 0,
    });
  });
});

describe('the names of messages', () => {
  it('cannot be mistaken for event types, which have a dot', () => {
    for (const name of [...Object.keys(clientMessages), ...Object.keys(serverMessages)]) {
      expect(name).not.toContain('.');
    }
  });
});
