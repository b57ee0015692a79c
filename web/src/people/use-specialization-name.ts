/** The name of a specialization in the person's language; its code until it is known. */
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { specializations } from '../api/dispatch.ts';
import { useMay } from '../session/session.ts';

export function useSpecializationName(): (code: string) => string {
  const may = useMay();
  const { locale } = useIntl();
  const { data } = useQuery({ ...specializations, enabled: may('technicians.view') });
  return (code) => {
    const found = data?.data.find((one) => one.code === code);
    return found ? (locale === 'en' ? found.nameEn : found.nameId) : code;
  };
}
