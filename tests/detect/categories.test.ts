import { describe, expect, test } from 'vitest';
import { detectCategories } from '../../src/detect/categories.ts';
import type { Matter } from '../../src/model/matter.ts';
import { linkFamilies } from '../../src/split/families.ts';
import { splitSource } from '../../src/split/split-source.ts';
import { loadPassages } from '../../src/store/load-passages.ts';
import { makeMatter } from '../split/matter.ts';
import { makePages } from '../split/pages.ts';

const rules = loadPassages(new URL('../../patterns/', import.meta.url).pathname);

/** Categories of the documents of one file: `basis:tier`, sorted. */
function categories(texts: readonly string[], rest: Partial<Matter> = {}): readonly string[] {
  const matter = makeMatter(rest);
  const pages = makePages('m.pdf', texts);
  const documents = linkFamilies(splitSource({ pages, rules, matter }), []);
  return detectCategories({ matter, documents, pages, rules })
    .map((m) => `${m.basis}:${m.tier}`)
    .sort();
}

const HEAD = 'Date: May 2, 2023\nSubject: RE: removal';

describe('counsel', () => {
  test.each([
    [
      "staff asks the agency's own counsel",
      `From: Ivo Tally\nTo: Una Brief\nCc: Bea Over\n${HEAD}\n\nI need your legal advice. Can we file before the exam?`,
      ['attorney_client:auto'],
    ],
    [
      'counsel answers',
      `From: Una Brief\nTo: Ivo Tally\n${HEAD}\n\nMy advice is not to file the petition yet.`,
      ['attorney_client:auto'],
    ],
    [
      'own counsel without words of advice is for a person to look at',
      `From: Una Brief\nTo: Ivo Tally\n${HEAD}\n\nLunch is at noon.`,
      ['attorney_client:review'],
    ],
    [
      'a copy to an outsider breaks it',
      `From: Ivo Tally\nTo: Una Brief\nCc: Kay Stranger <kay@elsewhere.example>\n${HEAD}\n\nI need your legal advice.`,
      [],
    ],
    [
      "opposing counsel's mail",
      `From: Sol Rival\nTo: Ivo Tally\n${HEAD}\n\nATTORNEY-CLIENT PRIVILEGED. Please send me the file.`,
      [],
    ],
    [
      'own counsel to opposing counsel',
      `From: Una Brief\nTo: Sol Rival\n${HEAD}\n\nPRIVILEGED. We will send our objections.`,
      [],
    ],
    [
      'a banner and a footer prove nothing',
      `From: Ivo Tally\nTo: Bea Over\n${HEAD}\n\nPRIVILEGED AND CONFIDENTIAL\n\nThe visit is at ten.\n\nThis message may contain attorney-client privileged information intended only for the addressee. If you are not the intended recipient, delete it.`,
      [],
    ],
    [
      'a supervision note without a lawyer',
      'SUPERVISION NOTE\n\nDate: 2023-05-02\nSupervisor: Bea Over\nCaseworker: Ivo Tally\n\nCase consult. We talked about the petition and the next hearing.',
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(categories([text])).toEqual(expected);
  });

  test('a chronology whose head says for which counsel it was made, whatever day its first event is of', () => {
    const paper = (who: string): string =>
      `Chronology\n\nPrepared by I. Tally at the request of ${who}, in anticipation of the petition\n\n02/03/2023 | First visit`;
    expect(categories([paper('U. Brief, Asst. County Atty')])).toContain('work_product:review');
    expect(categories([paper('Sol Rival, attorney for the father')])).toEqual([]);
  });

  const CHRONOLOGY =
    'CHRONOLOGY OF EVENTS\n\nPrepared by: Ivo Tally\nTo: Una Brief, agency counsel\nDate: 2023-05-02\n\nPrepared at the direction of counsel in anticipation of litigation.\n\n4/3/2023 | First visit';

  test('a chronology for counsel is work product from the day a proceeding was in view', () => {
    expect(categories([CHRONOLOGY])).toEqual(['attorney_client:auto', 'work_product:auto']);
    expect(categories([CHRONOLOGY.replace('2023-05-02', '2023-02-02')])).not.toContain('work_product:auto');
    expect(categories([CHRONOLOGY], { proceedings: [] })).toContain('work_product:review');
  });

  test('a chronology for the file is routine casework', () => {
    expect(
      categories(['CHRONOLOGY OF EVENTS\n\nPrepared by: Ivo Tally\nDate: 2023-05-02\n\n4/3/2023 | First visit']),
    ).toEqual([]);
  });
});

describe('clinicians and programs', () => {
  const NOTES =
    'PSYCHOTHERAPY NOTES\nKept separately, not part of the chart\n\nPatient: Mara Quarry\nTherapist: Ada Couch, PsyD\nDate: 2023-06-07\n\nProcess note. Countertransference: tiredness.';
  const EVALUATION =
    'PSYCHOSOCIAL EVALUATION\n\nEvaluator: Lin Judge, LCSW\nReferred by: Larch County Family Services\nDate: 2023-06-01\n\nThe limits of confidentiality were explained: the report goes to the court.';

  test.each([
    ['session notes kept apart', NOTES, ['psychotherapist:auto', 'psychotherapy_notes:auto']],
    [
      'a treatment summary',
      'TREATMENT SUMMARY\n\nDate: 2023-06-30\nFrom: Ada Couch, PsyD\nTo: Agency caseworker (limited release)\n\nThe patient has been in individual psychotherapy since May.',
      ['psychotherapist:auto'],
    ],
    ["an LCSW's evaluation for the agency after a warning is none of them", EVALUATION, []],
    [
      'the same title without a warning is for a person to look at',
      'PSYCHOSOCIAL ASSESSMENT\n\nClinician: Lin Judge, LCSW\nDate: 2023-06-01\n\nThe client came for help with sleep. Social history follows.',
      ['psychotherapist:review'],
    ],
    [
      "a caseworker's progress note",
      'PROGRESS NOTE\n\nWorker: Ivo Tally, BSW\nDate: 2023-06-01\n\nHome visit; the kitchen was clean.',
      [],
    ],
    [
      "a listed program's letter",
      'Stepstone House\nOutpatient Recovery Program\n\nDate: 2023-06-01\nTo: Ivo Tally\nFrom: Rex Steady, CADC\n\nDear Mr. Tally,\n\nMs. Quarry attends group sessions.',
      ['part2_sud:auto'],
    ],
    [
      'a program that is not listed but bears the notice',
      'RIVERBEND RECOVERY CENTER\nIntensive Outpatient Program\n\nDate: 2023-06-01\n\nClient attends. This record is protected by federal confidentiality rules (42 CFR Part 2).',
      ['part2_sud:auto'],
    ],
    [
      "a commercial laboratory's test",
      'MEADOW LABS\nDRUG TEST REPORT\n\nDonor: Mara Quarry\nOrdered by: Ivo Tally\nSpecimen ID: 4471\nReported: 2023-04-22\n\nCut-off 50 ng/mL. Methadone negative.',
      [],
    ],
    [
      "an advocate's note",
      'Lantern Place\nServices for survivors of domestic violence\n\nDate: 2023-05-01\nAdvocate: Wren Guard\n\nShe came in by herself. She does not want shelter tonight. She asked about the house, where to go first.',
      ['dv_advocate:auto', 'protected_location:auto', 'vsp_victim_info:auto'],
    ],
    [
      'a school record',
      'Ash Grove School\nATTENDANCE RECORD\n\nStudent: Pell Quarry\nStudent ID: 4410\nGrade: 3\n\nDays absent: 4',
      ['education_record_cw:auto'],
    ],
    [
      'a court report',
      'FAMILY COURT OF LARCH COUNTY\nIn the Matter of P.Q., a minor\n\nSTATUS REVIEW REPORT\n\nSubmitted by: Ivo Tally\nDate: 2023-06-01\n\nThe agency respectfully recommends a review in six months.',
      ['juvenile_court:auto'],
    ],
    [
      "an HIV clinic's record",
      'LARCH INFECTIOUS DISEASE CLINIC\nHIV follow-up\n\nDate of service: 2023-06-01\n\nViral load undetectable. CD4 count 640.',
      ['hiv_info:auto'],
    ],
    ['a data match', 'IEVS INQUIRY\nBENDEX RESPONSE\n\nBenefit amount 812.00', ['fed_match_data:auto']],
    ['tax data', 'INTERNAL REVENUE SERVICE\nWage and Income Transcript\n\nTax period 2022', ['federal_tax_info:auto']],
    [
      "an ombudsman's file",
      'LONG-TERM CARE OMBUDSMAN PROGRAM\nComplaint intake\n\nDate: 2023-05-05',
      ['ltc_ombudsman:auto'],
    ],
  ])('%s', (_, text, expected) => {
    expect(categories([text])).toEqual(expected);
  });

  test("another family's page is marked as such", () => {
    const matter = makeMatter();
    const pages = makePages('m.pdf', ['CASE PLAN\n\nCase name: Dorrit, Amy\nParent: Fan Dorrit\n\nGoals and visits.']);
    const documents = splitSource({ pages, rules, matter });
    const [mark] = detectCategories({ matter, documents, pages, rules });
    expect(mark).toMatchObject({
      basis: 'third_party',
      relation: 'other_client',
      label: 'DOCUMENT',
      area: { kind: 'document' },
    });
  });

  test('why-sentences name roles and rules, never the page', () => {
    const matter = makeMatter();
    const pages = makePages('m.pdf', [NOTES, EVALUATION]);
    const documents = splitSource({ pages, rules, matter });
    const why = detectCategories({ matter, documents, pages, rules })
      .map((m) => m.why)
      .join(' ');
    for (const word of ['Quarry', 'Couch', 'tiredness']) expect(why).not.toContain(word);
  });
});
