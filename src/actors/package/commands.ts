/** What can be asked of a package. */
import type { SlaClass } from '../../contracts/packages.ts';

export interface PackageFields {
  readonly name: string;
  readonly downMbps: number;
  readonly upMbps: number;
  /** Whole rupiah. */
  readonly monthlyPrice: number;
  readonly setupFee: number;
  readonly slaClass: SlaClass;
  /** Whether new customers can have it; those who have it keep it. */
  readonly active: boolean;
}

export type PackageCommand =
  | ({ readonly type: 'create' } & PackageFields)
  | { readonly type: 'edit'; readonly fields: Partial<PackageFields> };
