import type { Finding } from '../model/finding.ts';
import type { Volume } from '../model/production.ts';
import { jsonBytes } from './build-volume.ts';
import { reportHtml, type Thumbnails } from './report.ts';
import type { BuiltVolume } from './volume-input.ts';

/** What the verifier says of a built volume. */
export interface VolumeVerification {
  readonly findings: readonly Finding[];
  /** Readers and checks that ran. */
  readonly readers: readonly string[];
  /** Strings that stand open though a like one is boxed, each with the decision that leaves it open. */
  readonly open: readonly { readonly page: string; readonly decidedBy: string }[];
  /** Before and after by document id. */
  readonly thumbnails: ReadonlyMap<string, Thumbnails>;
}

/** Is there a leak among the findings of the build and the verifier? Then nothing may be written. */
export function hasLeak(built: BuiltVolume, verification: Pick<VolumeVerification, 'findings'>): boolean {
  return [...built.findings, ...verification.findings].some((finding) => finding.level === 'leak');
}

/** The volume with `verification.json` and `report.html` in its internal part. */
export function finishVolume(built: BuiltVolume, verification: VolumeVerification): Volume {
  const findings = [...built.findings, ...verification.findings];
  const { lint } = built;
  const { readers, open, thumbnails } = verification;
  const clean = !hasLeak(built, verification);
  const result = { clean, readers, findings, log_lint: lint, open };
  const report = reportHtml(built.report, { findings, readers, lint }, thumbnails);
  const added = [
    { path: 'report.html', bytes: Buffer.from(report) },
    { path: 'verification.json', bytes: jsonBytes(result) },
  ];
  const internal = [...built.internal, ...added].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { name: built.name, outgoing: built.outgoing, internal };
}
