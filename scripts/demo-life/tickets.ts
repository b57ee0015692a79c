/** Many tickets of the demo’s own: nobody’s customer, no zone, so they disturb nobody. */
import { post, type Scene } from './scene.ts';

export interface Ticket {
  readonly id: string;
  readonly number: string;
}

/** How their titles begin; all that are open are cancelled at the end. */
export const TITLE = 'Life demo';
const AT_ONCE = 6;

export async function makeTickets({ supervisor }: Scene, count: number): Promise<Ticket[]> {
  const made: Ticket[] = [];
  let left = count;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const title = `${TITLE}: look at a pole`;
      made.push(await post(supervisor, '/api/v1/tickets', { type: 'maintenance', priority: 'low', title }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return made;
}
