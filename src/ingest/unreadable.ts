import type { UnreadableCode, UnreadableSource } from '../model/source.ts';

const PRINT = 'Open it in the program it was made with, print it to PDF, and put the PDF into files/ in its place.';

/** What the custodian does next, by what is wrong. */
const NEXT_STEP: Readonly<Record<UnreadableCode, string>> = {
  encrypted: 'Put its password on a line of its own in passwords.txt, or ask whoever sent it for a copy without one.',
  damaged: 'Get the file anew from where it came; or print it to PDF from a program that still opens it.',
  empty: 'It holds nothing: get the file anew from where it came.',
  'not-the-format': 'Its name and its content disagree: find the right file, or print what this one holds to PDF.',
  'unknown-format': 'Print it to PDF, or save it as PDF, PNG, JPEG or TIFF.',
  'email-or-office': `${PRINT} Files attached to it go into files/ one by one.`,
  'too-large': 'Scale it down to 300 dots an inch (a letter page has 2550 x 3300 pixels) or split it, and try again.',
  'no-access': 'Put the file itself into files/, with the right to read it, and run the command again.',
  'timed-out': 'Print it to PDF from a program that opens it, or split it into smaller files.',
};

/** The report of a file that could not be read; `problem` is a clause such as `it is an e-mail message`. */
export function unreadable(file: string, code: UnreadableCode, problem: string, nextStep?: string): UnreadableSource {
  const sentence = `${problem.slice(0, 1).toUpperCase()}${problem.slice(1)}`;
  return {
    file,
    code,
    problem: sentence.endsWith('.') ? sentence : `${sentence}.`,
    nextStep: nextStep ?? NEXT_STEP[code],
  };
}

/** Is this one of the codes a report may bear? */
export function isUnreadableCode(code: string): code is UnreadableCode {
  return Object.hasOwn(NEXT_STEP, code);
}
