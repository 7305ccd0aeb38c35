import type { LogInput } from './facts.ts';
import { PRIVILEGE_COLUMNS, type PrivilegeRow } from './privilege-log.ts';
import { REDACTION_COLUMNS, type RedactionRow } from './redaction-log.ts';

/**
 * The row of `unacknowledged: neutral_row` (domain rule 0.2): one a log however many documents it stands for, the
 * same words for every ground. It has no number, no date and no count, so that Bates and log numbers stay as they
 * are without it; that there is at least one such document is all it tells.
 */
export function neutralPrivilegeRow(input: LogInput): PrivilegeRow {
  const { log } = input.texts;
  const empty = Object.fromEntries(PRIVILEGE_COLUMNS.map((column) => [column, ''])) as Record<string, string>;
  return {
    ...(empty as PrivilegeRow),
    LOG_NO: log.not_stated,
    DOC_DATE: log.not_stated,
    DOC_TYPE: log.not_stated,
    AUTHOR: log.not_stated,
    TITLE_SUBJECT: log.title_subject,
    PRIVILEGE: log.neutral_ground,
    LAW: log.law_citation,
    DESCRIPTION: log.neutral_row,
    TREATMENT: 'Withheld in full',
    CUSTODIAN: input.matter.custodian.name,
    CONF_DESIGNATION: input.designation,
    STATUS: 'asserted',
    STATUS_DATE: input.date,
  };
}

/** The same in the redaction log. */
export function neutralRedactionRow(input: LogInput): RedactionRow {
  const { log } = input.texts;
  const empty = Object.fromEntries(REDACTION_COLUMNS.map((column) => [column, ''])) as Record<string, string>;
  return {
    ...(empty as RedactionRow),
    RED_NO: log.not_stated,
    BOX_CODE: 'LAW',
    BASIS_LABEL: log.law_label,
    CITATION: log.law_citation,
    KIND: 'confidentiality',
    DESCRIPTION: log.neutral_row,
    TREATMENT: 'document',
    AUTHORITY_THAT_WOULD_RELEASE: log.release_authority,
    STATUS: 'asserted',
  };
}
