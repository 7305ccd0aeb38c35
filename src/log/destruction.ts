import type { Destruction } from '../model/records.ts';
import type { Table } from './csv.ts';

/** The destruction record of domain 4.2, one row a kind of copy. */
export const DESTRUCTION_COLUMNS = [
  'ITEM',
  'COPIES',
  'LOCATION',
  'METHOD',
  'DATE',
  'OPERATOR',
  'WITNESS',
  'HOLD_CHECK',
  'SCHEDULE_CITE',
  'CERTIFICATE_NO',
  'REMAINS',
] as const;

/** How files are destroyed: said plainly, so that nobody takes it for more. */
export const DESTRUCTION_METHOD =
  'files deleted from the disk, not overwritten; NIST SP 800-88 Clear or Purge takes the means of the disk itself';

/** The certificate as a table; of what was not produced it holds counts alone (domain 0.3). */
export function destructionTable(of: Destruction): Table<(typeof DESTRUCTION_COLUMNS)[number]> {
  const remains = of.volumes.map(({ name, manifest }) => `${name} (MANIFEST.sha256 ${manifest})`).join('; ');
  return {
    columns: DESTRUCTION_COLUMNS,
    rows: of.items.map(({ item, files, bytes }) => ({
      ITEM: item,
      COPIES: `${files} files, ${bytes} bytes`,
      LOCATION: 'workspace of the matter',
      METHOD: of.method,
      DATE: of.at.slice(0, 10),
      OPERATOR: of.by,
      WITNESS: of.witness ?? '',
      HOLD_CHECK: of.holdCheck,
      SCHEDULE_CITE: of.schedule,
      CERTIFICATE_NO: of.certificate,
      REMAINS: remains,
    })),
  };
}
