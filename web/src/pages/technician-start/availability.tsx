/** Whether new work may come: one press, shown at once, taken back when it is refused. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { availabilities } from '../../../../src/contracts/technicians.ts';
import { queryClient } from '../../api/query-client.ts';
import {
  setAvailability,
  type Technician,
  technicianKeys,
  technicianOne,
  type Availability as Value,
} from '../../api/technicians.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Segmented } from '../../kit/segmented.tsx';
import { showToast } from '../../kit/show-toast.ts';

export function Availability({ technicianId }: { readonly technicianId: string }) {
  const text = useText();
  const words = useProblemWords();
  const key = technicianKeys.one(technicianId);
  const { data } = useQuery(technicianOne(technicianId));
  // Until the cache has it, a tick later: a radio button that jumps back would have been seen.
  const [chosen, setChosen] = useState<Value>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever came is newer.
  useEffect(() => setChosen(undefined), [data]);
  const { mutate } = useMutation({
    mutationFn: (availability: Value) => setAvailability(technicianId, availability),
    onMutate(availability) {
      const before = queryClient.getQueryData<Technician>(key);
      if (before) queryClient.setQueryData<Technician>(key, { ...before, availability });
      return { before };
    },
    onSuccess: (technician) => queryClient.setQueryData<Technician>(key, technician),
    onError(error, _, context) {
      if (context?.before) queryClient.setQueryData(key, context.before);
      const { title, remedy } = words(error);
      showToast({ kind: 'error', title, description: remedy });
    },
  });
  return (
    <Segmented
      label={text('technician.availability')}
      hideLabel
      value={chosen ?? data?.availability}
      onChange={(availability) => {
        setChosen(availability);
        mutate(availability);
      }}
      disabled={data === undefined}
      segments={availabilities.map((value) => ({ value, label: text(`availability.${value}`) }))}
    />
  );
}
