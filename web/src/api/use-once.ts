import { useState } from 'react';
import { createOnce } from './once.ts';

/** For one form or button, as long as it is there. */
export function useOnce() {
  const [once] = useState(createOnce);
  return once;
}
