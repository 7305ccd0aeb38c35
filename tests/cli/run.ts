import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { afterAll, vi } from 'vitest';

// A run takes as long as the machine is busy; nothing here is about speed.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 });

export const root: string = fileURLToPath(new URL('../../', import.meta.url));
export const bin: string = join(root, 'bin', 'withhold.js');

/** What a person or a script sees of a run. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line, as from a shell that is no terminal. */
export function withhold(args: readonly string[], cwd: string, env: Record<string, string> = {}): Run {
  const ran = spawnSync(process.execPath, [bin, ...args], { cwd, env: { ...clean(), ...env }, encoding: 'utf8' });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** As `withhold`, with `--json`: the one line of stdout as an object. Fails where there is anything else. */
export function json(args: readonly string[], cwd: string): { code: number | null; err: string; it: Json } {
  const { code, out, err } = withhold([...args, '--json'], cwd);
  if (!/^\{[^\n]*\}\n$/.test(out)) throw new Error(`stdout is not one JSON line: ${JSON.stringify(out.slice(0, 200))}`);
  return { code, err, it: JSON.parse(out) };
}

// biome-ignore lint/suspicious/noExplicitAny: what a command prints is checked field by field
export type Json = any;

/** Starts a run, sends it a signal once `when` has come true, and waits for its end. */
export function signalled(
  args: readonly string[],
  cwd: string,
  signal: NodeJS.Signals,
  when: () => boolean,
): Promise<Run> {
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: clean() });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const timer = setInterval(() => when() && child.kill(signal), 5);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ code, out, err });
    }),
  );
}

/** The tests' own npm must not change where the command thinks the person stands. */
function clean(): Record<string, string> {
  const own = Object.entries(process.env).filter(([key]) => !/^(npm_|INIT_CWD$|NODE_OPTIONS$|VITEST)/.test(key));
  return Object.fromEntries(own) as Record<string, string>;
}

/** A folder of this file's tests, gone when they end. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'withhold-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A PDF of typed pages, a list of lines each. */
export async function typed(...pages: readonly (readonly string[])[]): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const font = await doc.embedFont(StandardFonts.TimesRoman);
  for (const lines of pages) {
    const page = doc.addPage([612, 792]);
    for (const [index, line] of lines.entries()) page.drawText(line, { x: 72, y: 710 - index * 20, size: 12, font });
  }
  return doc.save();
}

/** Lays out a matter folder below `scratch`; returns its path. */
export function layOut(dir: string, yaml: string, files: Readonly<Record<string, Uint8Array | string>>): string {
  mkdirSync(join(dir, 'files'), { recursive: true });
  writeFileSync(join(dir, 'matter.yaml'), yaml);
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, 'files', name)), { recursive: true });
    writeFileSync(join(dir, 'files', name), bytes);
  }
  return dir;
}

/** A small matter after an order: the child-protection record may go out, the reporter may not. */
export const ordered = `matter: T-0001
pack: demo-us
pack_approved: { by: Ada Counsel, on: 2025-06-11 }
forum: demo
agency: { name: Mill County Family Services, role: nonparty, profile: { hipaa: none, part2: none, victim_services: none } }
custodian: { name: Ruth Keeper, title: Records Custodian }
request:
  type: subpoena_attorney
  court: Mill Family Court
  docket: FAM-7
  caption: A v. B
  signatory: { name: Sol Asker, role: attorney }
  issued_on: 2025-06-09
  served_on: 2025-06-10
  return_date: 2025-06-27
  requester: { name: Carl Doe, role: parent, subject_of_report: false, alleged_abuser: false, represented_by: Sol Asker }
  subjects: [Jane Doe]
  items:
    - { id: "1", text: "The case notes", document_types: [] }
authorities:
  - id: A1
    type: court_order
    received_on: 2025-08-12
    docket: FAM-7
    covers: [cps_record]
    findings: [in_camera, cps_necessity]
    excludes: [reporter_identity, privilege, other_federal]
    recipients: [counsel]
    checks: { judge_signed: true, binds_agency: true, current: true, scope_stated: true, recipients_limited: true }
    confirmed_by: { name: Ada Counsel, on: 2025-08-13 }
people:
  - { name: Jane Doe, role: parent, relation: record_subject }
  - { name: Carl Doe, role: parent, relation: requester_party }
  - { name: Sol Asker, role: attorney, represents: requester }
  - { name: Ada Counsel, role: attorney, represents: agency }
  - { name: Ruth Keeper, role: other, relation: staff }
  - { name: Nora Nextdoor, role: neighbor, relation: third_party }
production: { prefix: MC-, date: 2025-08-20 }
`;

/** The papers of that matter: two letters' worth of case notes, one with a neighbor in it. */
export async function papers(): Promise<Record<string, Uint8Array>> {
  return {
    '01-notes.pdf': await typed(
      [
        'Mill County Family Services',
        'Case note, March 4, 2024',
        'Home visit. Jane Doe was at home and let the worker in.',
        'Nora Nextdoor, a neighbor, called at 555-201-0142 and offered to help.',
        'The kitchen was clean. Next visit in two weeks.',
      ],
      ['Mill County Family Services', 'Case note, March 18, 2024', 'Home visit. The heating works again.'],
    ),
    '02-plan.pdf': await typed([
      'Mill County Family Services',
      'Safety plan, April 2, 2024',
      'Jane Doe agrees to keep the appointments.',
      'Signed by the worker.',
    ]),
  };
}
