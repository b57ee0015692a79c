/** Who is signed in, as the portal is told: in the answer of the API and in the page itself. */
import type { Viewer } from '../authority/viewer.ts';
import type { SessionAnswer } from '../contracts/session.ts';

export function sessionAnswer(viewer: Viewer): SessionAnswer {
  const { userId, username, name, role, permissions, locale, zone, customerId, technicianId } = viewer;
  return {
    user: {
      id: userId,
      username,
      name,
      role,
      permissions: [...permissions],
      locale,
      zone,
      ...(customerId ? { customerId } : {}),
      ...(technicianId ? { technicianId } : {}),
    },
    session: { id: viewer.sessionId, expiresAt: viewer.expiresAt },
  };
}
